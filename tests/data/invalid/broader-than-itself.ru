# shape: lhs:BroaderInCircle
# A concept above itself.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/role/plan>
      skos:broader <id/role/plan> .
  }
}
