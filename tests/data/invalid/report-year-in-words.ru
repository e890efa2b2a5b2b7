# shape: lhs:reportYear
# A year that is no year.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:reportYear "2019"^^xsd:gYear .
  }
} ;
INSERT DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:reportYear "last year" .
  }
}
