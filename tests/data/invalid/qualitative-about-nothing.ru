# shape: lhs:AboutSomething
# A qualitative claim about nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim/made-up-note/most>
      lh:aboutTheme <id/theme/blockchain> .
  }
}
