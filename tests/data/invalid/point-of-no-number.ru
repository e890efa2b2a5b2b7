# shape: lhs:PointOfPlace
# A point whose longitude is no number.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX sf: <http://www.opengis.net/ont/sf#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/city/9000002> a lh:City ; lh:ofProvince <id/province/120000> ; geo:hasGeometry <id/geometry/9000002> ;
      skos:prefLabel "Third"@en , "丙"@zh .
    <id/geometry/9000002> a sf:Point ; geo:asWKT "POINT(117.2.1 39.1)"^^geo:wktLiteral .
  }
}
