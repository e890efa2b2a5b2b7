# shape: lhs:KeyOfSpan
# A mention that ends where its name does not say.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/mention/ec25152dd41a7f49-39-490-blockchain>
      a lh:ThemeMention ; lh:inText <id/text/ec25152dd41a7f49> ; lh:inPassage <id/passage/ec25152dd41a7f49-16-55> ; lh:mentionOf <id/theme/blockchain> ;
      oa:start 39 ; oa:end 49 .
  }
}
