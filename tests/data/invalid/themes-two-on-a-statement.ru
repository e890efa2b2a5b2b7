# shape: lhs:PolicyStatement-aboutTheme
# Two themes on one statement.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:aboutTheme <id/theme/artificial-intelligence> .
  }
}
