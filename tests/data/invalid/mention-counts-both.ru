# shape: lhs:OneKindOfCount
# A count and a lower bound.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:minMentionCount 1 .
  }
}
