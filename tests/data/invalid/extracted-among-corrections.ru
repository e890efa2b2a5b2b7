# shape: lhs:GraphOfExtracted
# A statement extracted by software in a graph of corrections.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/other>
      a lh:PolicyStatement ; lh:aboutReport <id/report/110000/2019> ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/report/110000/2019> ; lh:basis <id/basis/extracted> ;
      lh:evidence <id/passage/f2b355fc7ff4fc2a-28-38> ; lh:ofProvince <id/province/110000> ;
      lh:restsOn <id/mention/f2b355fc7ff4fc2a-28-31-blockchain> ; lh:year "2019"^^xsd:gYear .
  }
}
