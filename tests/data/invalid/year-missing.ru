# shape: lhs:ParkPlan-year
# A plan without a year.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/park-plan/made-up-note/120000/2019/blockchain/unnamed>
      a lh:ParkPlan ; lh:aboutTheme <id/theme/blockchain> ; lh:ofProvince <id/province/120000> .
  }
}
