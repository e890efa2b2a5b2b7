# shape: lhs:NamedOnce
# Another name that is the name.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      skos:altLabel "Second City"@en .
  }
}
