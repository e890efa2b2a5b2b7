# shape: lhs:hasScenario
# A direction where a scenario belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/6c6960a34e6e-1>
      lh:hasScenario <id/scenario/e-government> .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/blockchain/6c6960a34e6e-1>
      lh:hasScenario <id/direction/industrial-parks> .
  }
}
