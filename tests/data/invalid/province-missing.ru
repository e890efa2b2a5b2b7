# shape: lhs:ProvinceOrCountry
# A statement of nowhere.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/120000/2019/blockchain/nowhere>
      a lh:PolicyStatement ; lh:aboutReport <id/report/120000/2019> ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/report/120000/2019> ; lh:basis <id/basis/curated> ; lh:citedAt <https://example.org/note> ; lh:year "2019"^^xsd:gYear .
  }
}
