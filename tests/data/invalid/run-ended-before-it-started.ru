# shape: lhs:RunInOrder
# An end that lies before the start.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:endedAtTime ?any .
  }
} ;
DELETE WHERE {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:startedAtTime ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:endedAtTime "2024-01-01T00:00:00Z"^^xsd:dateTime ;
      prov:startedAtTime "2024-01-01T00:00:01Z"^^xsd:dateTime .
  }
}
