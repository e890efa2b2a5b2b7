# shape: lhs:MentionInPassage
# A mention outside of its passage.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/mention/f2b355fc7ff4fc2a-28-31-artificial-intelligence>
      a lh:ThemeMention ; lh:inText <id/text/f2b355fc7ff4fc2a> ; lh:inPassage <id/passage/f2b355fc7ff4fc2a-10-27> ; lh:mentionOf <id/theme/artificial-intelligence> ;
      oa:start 28 ; oa:end 31 .
  }
}
