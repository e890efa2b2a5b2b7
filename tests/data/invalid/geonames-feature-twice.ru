# shape: lhs:UniqueGeonamesFeature
# Two places with one feature.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/links> {
    <id/city/1792947>
      lh:geonamesFeature <https://sws.geonames.org/1816670/> .
  }
}
