# shape: lhs:readSince
# A year that is no gYear.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/province/110000> lh:readSince "long ago" .
  }
}
