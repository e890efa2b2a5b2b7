# shape: lhs:Province-divisionType
# A province of no kind.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      lh:divisionType <id/division-type/municipality> .
  }
}
