# shape: lhs:MentionCount
# A count that is not the number of mentions.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:mentionCount 1 .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1>
      lh:mentionCount 2 .
  }
}
