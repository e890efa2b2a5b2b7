# shape: lhs:DateWithoutZone
# A day with a time zone.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      lh:deliveredAt "2019-01-14"^^xsd:date .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      lh:deliveredAt "2019-01-14Z"^^xsd:date .
  }
}
