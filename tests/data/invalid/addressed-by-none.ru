# shape: lhs:reportsAddressing
# A theme that is said to be addressed, by no report.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/theme/blockchain> lh:reportsAddressing 0 .
  }
}
