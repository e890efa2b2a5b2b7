# shape: lhs:IndustrialPark-hasGeometry
# A park with a point of its own.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      geo:hasGeometry <id/geometry/110000> .
  }
}
