# shape: lhs:DeclaredTerm
# A property that the ontology does not have.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:openedBy "somebody" .
  }
}
