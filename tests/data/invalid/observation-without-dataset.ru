# shape: lhs:StatisticObservation-dataSet
# An observation without its data set.
BASE <https://w3id.org/lianghui/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2019/blockchain>
      qb:dataSet <id/cube/reports> .
  }
}
