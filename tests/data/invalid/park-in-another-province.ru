# shape: lhs:PlaceOfPark
# A plan for a park of another province.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/park-plan/other/120000/2019/blockchain/unnamed>
      a lh:ParkPlan ; lh:aboutTheme <id/theme/blockchain> ; lh:ofProvince <id/province/120000> ;
      lh:plansPark <id/park/first> ; lh:year "2019"^^xsd:gYear .
  }
}
