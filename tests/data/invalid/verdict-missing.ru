# shape: lhs:Review-verdict
# A review without a verdict.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/review/2>
      lh:verdict <id/verdict/accepted> .
  }
}
