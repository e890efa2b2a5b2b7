# shape: lhs:stance
# A stance that is no concept of its scheme.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:stance <id/stance/promote> .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:stance <id/role/plan> .
  }
}
