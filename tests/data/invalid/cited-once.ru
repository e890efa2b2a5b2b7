# shape: lhs:timesCited
# A passage that is said to be cited by several, once.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/inferred> {
    <id/passage/f2b355fc7ff4fc2a-10-27> lh:timesCited 1 .
  }
}
