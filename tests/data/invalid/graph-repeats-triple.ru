# shape: lhs:InOneGraph
# One triple in two graphs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019>
      lh:deliveredAt "2019-01-14"^^xsd:date .
  }
}
