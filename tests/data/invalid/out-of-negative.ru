# shape: lhs:outOf
# A total below zero.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE WHERE {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2018/blockchain>
      lh:outOf ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2018/blockchain>
      lh:outOf "many" .
  }
}
