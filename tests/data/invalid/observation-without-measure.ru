# shape: lhs:EveryMeasure
# An observation without its data set's measure.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2018/blockchain>
      lh:minValue 1 .
  }
}
