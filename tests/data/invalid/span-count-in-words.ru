# shape: lhs:spanCount
# A number in words.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/inferred> {
    <id/text/0000000000000000> lh:spanCount "a dozen" .
  }
}
