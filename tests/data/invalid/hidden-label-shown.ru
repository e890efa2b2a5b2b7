# shape: lhs:HiddenOnce
# A hidden name that is shown.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/theme/artificial-intelligence>
      skos:hiddenLabel "Artificial intelligence"@en .
  }
}
