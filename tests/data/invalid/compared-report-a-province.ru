# shape: lhs:comparedReport
# A place where a report belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/likeness> {
    <id/report/110000/2019> lh:comparedReport <id/province/110000> .
  }
}
