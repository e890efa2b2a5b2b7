# shape: lhs:InOneGraph
# One triple in two graphs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/inferred> {
    <id/park/first>
      lh:status <id/park-status/planned> .
  }
}
