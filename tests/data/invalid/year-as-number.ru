# shape: lhs:year
# A year as a whole number.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2017/blockchain>
      a lh:StatisticObservation ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/article/made-up-note> ; lh:citedAt <https://example.org/note> ;
      lh:measure <id/measure/reports-naming-theme> ; lh:value 1 ; lh:year 2017 ; qb:dataSet <id/cube/reports> .
  }
}
