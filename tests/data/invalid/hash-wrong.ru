# shape: lhs:TextHash
# A hash that is not the text's.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE WHERE {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      lh:sha256 ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      lh:sha256 "ec25152dd41a7f49000000000000000000000000000000000000000000000000" .
  }
}
