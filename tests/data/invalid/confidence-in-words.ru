# shape: lhs:confidence
# A confidence that is no decimal.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:confidence 0.9 .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:confidence "high" .
  }
}
