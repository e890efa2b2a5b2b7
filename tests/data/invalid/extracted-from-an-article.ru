# shape: lhs:SourceOfExtracted
# A statement extracted from what is not the report.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/mention/ec25152dd41a7f49-39-49-blockchain> a lh:ThemeMention ;
      lh:inPassage <id/passage/ec25152dd41a7f49-16-55> ; lh:inText <id/text/ec25152dd41a7f49> ;
      lh:mentionOf <id/theme/blockchain> ; oa:start 39 ; oa:end 49 .
    <id/statement/made-up-note/120000/2019/blockchain/other>
      a lh:PolicyStatement ; lh:aboutReport <id/report/120000/2019> ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/article/made-up-note> ; lh:basis <id/basis/extracted> ;
      lh:evidence <id/passage/ec25152dd41a7f49-16-55> ; lh:ofProvince <id/province/120000> ;
      lh:restsOn <id/mention/ec25152dd41a7f49-39-49-blockchain> ; lh:year "2019"^^xsd:gYear .
  }
}
