# shape: lhs:ValueOrMinimum
# A value and a lower bound.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2018/blockchain>
      lh:value 1 .
  }
}
