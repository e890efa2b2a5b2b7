# shape: lhs:ClaimList-lists
# A list of nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim-list/made-up-note/nothing>
      a lh:ClaimList ; lh:assertedIn <id/article/made-up-note> ; lh:citedAt <https://example.org/note> ;
      lh:completeness <id/completeness/closed> .
  }
}
