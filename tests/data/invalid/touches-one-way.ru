# shape: lhs:TouchesBack
# A province that touches what does not touch it.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      geo:sfTouches <id/province/110000> .
  }
}
