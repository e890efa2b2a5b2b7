# shape: lhs:SourceOfList
# A list that holds another source's statement.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim-list/made-up-note/parks>
      lh:lists <id/statement/report-110000-2019/110000/2019/blockchain/f3a3c6978afd-1> .
  }
}
