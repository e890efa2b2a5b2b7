# shape: lhs:ParkPlan-year
# A plan without a year.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/park-plan/made-up-note/110000/2019/blockchain/unnamed>
      lh:year "2019"^^xsd:gYear .
  }
}
