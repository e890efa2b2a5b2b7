# shape: lhs:ThemePair-pairDirection
# Two themes that have nothing in common.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/theme-pair/artificial-intelligence/blockchain/0> a lh:ThemePair ;
      lh:firstTheme <id/theme/artificial-intelligence> ;
      lh:secondTheme <id/theme/blockchain> .
  }
}
