# shape: lhs:ThemeOfPlan
# A plan about another theme.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/park-plan/made-up-note/110000/2019/blockchain/unnamed>
      lh:aboutTheme <id/theme/blockchain> .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/park-plan/made-up-note/110000/2019/blockchain/unnamed>
      lh:aboutTheme <id/theme/artificial-intelligence> .
  }
}
