# shape: lhs:Run-agent
# A run that names nobody.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:wasAssociatedWith ?any .
  }
}
