# shape: lhs:Withdrawn
# A report that was withdrawn and is described.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/provenance> {
    <id/report/110000/2019>
      prov:invalidatedAtTime "2024-01-01T00:00:00Z"^^xsd:dateTime .
  }
}
