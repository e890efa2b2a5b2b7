# shape: lhs:ThemePair-secondTheme
# A pair of one.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/theme-pair/blockchain/0/industrial-parks> a lh:ThemePair ;
      lh:firstTheme <id/theme/blockchain> ;
      lh:pairDirection <id/direction/industrial-parks> .
  }
}
