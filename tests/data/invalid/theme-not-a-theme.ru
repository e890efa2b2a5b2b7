# shape: lhs:aboutTheme
# A direction where a theme belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:aboutTheme <id/theme/blockchain> .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:aboutTheme <id/direction/industrial-parks> .
  }
}
