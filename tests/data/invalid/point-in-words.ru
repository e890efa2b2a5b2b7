# shape: lhs:DatatypeOfPoint
# A point as a plain string.
BASE <https://w3id.org/lianghui/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX sf: <http://www.opengis.net/ont/sf#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/city/9000003> a lh:City ; lh:ofProvince <id/province/120000> ; geo:hasGeometry <id/geometry/9000003> ;
      skos:prefLabel "Third"@en , "丙"@zh .
    <id/geometry/9000003> a sf:Point ; geo:asWKT "POINT(117.2 39.1)" .
  }
}
