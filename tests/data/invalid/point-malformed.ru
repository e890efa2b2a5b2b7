# shape: lhs:PointOfPlace
# A point that is none.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

DELETE WHERE {
  GRAPH <graph/reference> {
    <id/geometry/110000>
      geo:asWKT ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/geometry/110000>
      geo:asWKT "39.9, 116.4"^^geo:wktLiteral .
  }
}
