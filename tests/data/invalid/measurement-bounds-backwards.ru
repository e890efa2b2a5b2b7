# shape: lhs:BoundsInOrder
# An interval that ends before it begins.
BASE <https://w3id.org/lianghui/>
PREFIX dqv: <http://www.w3.org/ns/dqv#>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA {
  GRAPH <graph/ontology> {
    lh:lowerBound a rdf:Property .
    lh:upperBound a rdf:Property .
  }
  GRAPH <graph/reference> {
    <id/metric/direction-recall> a dqv:Metric .
  }
  GRAPH <graph/quality> {
    <id/evaluation/made-up> a prov:Entity .
    <id/measurement/made-up/bounds> a dqv:QualityMeasurement ;
      dqv:isMeasurementOf <id/metric/direction-recall> ;
      dqv:computedOn <id/evaluation/made-up> ;
      dqv:value 0.9 ;
      lh:lowerBound 0.95 ;
      lh:upperBound 0.85 .
  }
}
