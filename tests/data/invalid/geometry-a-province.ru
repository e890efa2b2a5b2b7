# shape: lhs:GeometryOfPlace
# A place where its geometry belongs.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/city/9000004> a lh:City ; lh:ofProvince <id/province/120000> ; geo:hasGeometry <id/province/120000> ;
      skos:prefLabel "Third"@en , "丙"@zh .
  }
}
