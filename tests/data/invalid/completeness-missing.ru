# shape: lhs:ClaimList-completeness
# A list that does not say whether it is complete.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim-list/made-up-note/parks>
      lh:completeness <id/completeness/closed> .
  }
}
