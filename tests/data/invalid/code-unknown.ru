# shape: lhs:gbCode
# A code that GB/T 2260 does not have.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      lh:gbCode "120000" .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      lh:gbCode "990000" .
  }
}
