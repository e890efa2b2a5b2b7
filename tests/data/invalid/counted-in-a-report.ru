# shape: lhs:countedIn
# A report where a tally belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/report/110000/2019> lh:countedIn <id/report/110000/2019> .
  }
}
