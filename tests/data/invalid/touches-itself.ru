# shape: lhs:TouchesBack
# A province that touches itself.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/110000>
      geo:sfTouches <id/province/110000> .
  }
}
