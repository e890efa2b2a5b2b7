# shape: lhs:TimeInUtc
# A time of another zone.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:endedAtTime "2024-01-01T00:00:00Z"^^xsd:dateTime .
  }
} ;
INSERT DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:endedAtTime "2024-01-01T08:00:00+08:00"^^xsd:dateTime .
  }
}
