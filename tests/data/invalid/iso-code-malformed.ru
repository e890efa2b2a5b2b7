# shape: lhs:isoCode
# A code that is not of ISO 3166-2's form.
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
      lh:isoCode "TJ" .
  }
}
