# shape: lhs:TextOfMention
# A mention and its passage in two texts.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/mention/ec25152dd41a7f49-12-15-blockchain> a lh:ThemeMention ; lh:inPassage <id/passage/f2b355fc7ff4fc2a-10-27> ;
      lh:inText <id/text/ec25152dd41a7f49> ; lh:mentionOf <id/theme/blockchain> ; oa:start 12 ; oa:end 15 .
  }
}
