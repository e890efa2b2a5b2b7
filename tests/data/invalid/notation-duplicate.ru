# shape: lhs:UniqueNotation
# Two themes with one code.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/theme/blockchain>
      skos:notation "blockchain" .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/theme/blockchain>
      skos:notation "artificial-intelligence" .
  }
}
