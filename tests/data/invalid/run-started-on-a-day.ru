# shape: lhs:Run-started
# A day where a time is due.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:startedAtTime ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:startedAtTime "2024-01-01"^^xsd:date .
  }
}
