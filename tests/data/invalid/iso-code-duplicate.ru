# shape: lhs:UniqueIsoCode
# Two provinces with one ISO code.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      lh:isoCode "CN-TJ" .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      lh:isoCode "CN-BJ" .
  }
}
