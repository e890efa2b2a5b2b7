# shape: lhs:MentionInEvidence
# A mention in a passage that is no evidence.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:restsOn <id/mention/f2b355fc7ff4fc2a-14-17-blockchain> .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:restsOn <id/mention/f2b355fc7ff4fc2a-28-31-blockchain> .
  }
}
