# shape: lhs:KeyOfProvince
# A province with the code of another.
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
      lh:gbCode "110000" .
  }
}
