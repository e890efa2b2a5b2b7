# shape: lhs:PlaceOfPlan
# A plan of another province.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA { GRAPH <graph/asserted/made-up-note> { <id/park-plan/made-up-note/110000/2019/blockchain/unnamed> lh:ofProvince <id/province/110000> ; lh:plansPark <id/park/first> } } ;
INSERT DATA { GRAPH <graph/asserted/made-up-note> { <id/park-plan/made-up-note/110000/2019/blockchain/unnamed> lh:ofProvince <id/province/120000> } }
