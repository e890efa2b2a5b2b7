# shape: lhs:namesTheme
# A place where a theme belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/report/110000/2019> lh:namesTheme <id/province/110000> .
  }
}
