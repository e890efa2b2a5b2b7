# shape: lhs:QualitativeClaim-quantifier
# A qualitative claim that does not say how much.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/claim/made-up-note/most>
      lh:quantifier <id/quantifier/most> .
  }
}
