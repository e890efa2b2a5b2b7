# shape: lhs:SourceOfAsserted
# A statement that a report asserts of itself.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/120000/2019/blockchain/own>
      a lh:PolicyStatement ; lh:aboutReport <id/report/120000/2019> ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/report/120000/2019> ; lh:basis <id/basis/asserted> ;
      lh:citedAt <https://example.org/note> ; lh:ofProvince <id/province/120000> ; lh:year "2019"^^xsd:gYear .
  }
}
