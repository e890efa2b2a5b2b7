# shape: lhs:ClaimList-lists
# A list of nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim-list/made-up-note/parks>
      lh:lists <id/statement/made-up-note/110000/2019/blockchain/park> .
  }
}
