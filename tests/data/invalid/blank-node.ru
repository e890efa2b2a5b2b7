# shape: lhs:NoBlankNode
# A node without a name in a graph of ours.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      prov:wasInformedBy [] .
  }
}
