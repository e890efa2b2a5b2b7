# shape: lhs:BroaderInCircle
# Two concepts above each other.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/quantifier/most> skos:broader <id/park-status/planned> .
    <id/park-status/planned> skos:broader <id/quantifier/most> .
  }
}
