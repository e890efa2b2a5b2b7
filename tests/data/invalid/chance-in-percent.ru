# shape: lhs:chance
# A chance above 1.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/analytics/figures> {
    <id/cube/figures> a qb:DataSet ;
      qb:structure <id/structure/figures> .
    <id/structure/figures> a qb:DataStructureDefinition .
    <id/observation/analytics/figures/2094> a lh:AnalyticObservation ;
      qb:dataSet <id/cube/figures> ;
      lh:chance 5.0 ;
      lh:score 77.5 ;
      lh:year "2094"^^xsd:gYear .
  }
}
