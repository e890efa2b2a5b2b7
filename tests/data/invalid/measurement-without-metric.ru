# shape: lhs:QualityMeasurement-isMeasurementOf
# A figure of which nobody says what it measures.
BASE <https://w3id.org/lianghui/>
PREFIX dqv: <http://www.w3.org/ns/dqv#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/quality> {
    <id/evaluation/made-up> a prov:Entity .
    <id/measurement/made-up/nothing> a dqv:QualityMeasurement ;
      dqv:computedOn <id/evaluation/made-up> ;
      dqv:value 0.9 .
  }
}
