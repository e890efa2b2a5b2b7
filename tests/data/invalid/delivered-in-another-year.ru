# shape: lhs:DeliveredInYear
# A report given a year before its own.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/120000/2019>
      lh:deliveredAt "2018-01-14"^^xsd:date .
  }
}
