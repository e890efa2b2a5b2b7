# shape: lhs:textOf
# A text of two documents.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      lh:textOf <id/report/120000/2019> .
  }
}
