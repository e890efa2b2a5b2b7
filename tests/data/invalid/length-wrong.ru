# shape: lhs:TextLength
# A length that is not the text's.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      lh:charLength 79 .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      lh:charLength 80 .
  }
}
