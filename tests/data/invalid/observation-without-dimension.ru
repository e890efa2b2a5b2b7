# shape: lhs:EveryDimension
# An observation without a dimension of its data set.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2019/blockchain>
      lh:aboutTheme <id/theme/blockchain> .
  }
}
