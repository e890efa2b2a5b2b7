# shape: lhs:KeyOfReport
# A session of another year than its report.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/session/120000/2019>
      lh:year "2019"^^xsd:gYear .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/session/120000/2019>
      lh:year "2018"^^xsd:gYear .
  }
}
