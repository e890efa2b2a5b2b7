# shape: lhs:GraphOfSource
# A statement in the graph of another article.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/asserted/other-note> {
    <id/statement/made-up-note/120000/2019/blockchain/astray>
      a lh:PolicyStatement ; lh:aboutReport <id/report/120000/2019> ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/article/made-up-note> ; lh:basis <id/basis/asserted> ;
      lh:citedAt <https://example.org/note> ; lh:ofProvince <id/province/120000> ; lh:year "2019"^^xsd:gYear .
  }
}
