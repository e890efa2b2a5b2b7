# shape: lhs:Run-agent
# A run associated with the text that it read.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:wasAssociatedWith <id/text/f2b355fc7ff4fc2a> .
  }
}
