# shape: lhs:DeclaredTerm
# A property that the data declares for itself, outside of the ontology.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:openedOn "somewhen" .
    lh:openedOn
      a owl:DatatypeProperty .
  }
}
