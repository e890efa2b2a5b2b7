# shape: lhs:ClassOfRun
# A run that is not said to be one.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
  GRAPH <graph/provenance> {
    <id/activity/extracted-110000-2019>
      a prov:Activity .
  }
}
