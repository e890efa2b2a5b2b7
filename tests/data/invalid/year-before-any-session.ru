# shape: lhs:year
# A year before any that such a graph speaks of.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/0999/blockchain>
      a lh:StatisticObservation ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/article/made-up-note> ; lh:citedAt <https://example.org/note> ;
      lh:measure <id/measure/reports-naming-theme> ; lh:year "0999"^^xsd:gYear ; lh:value 1 ;
      qb:dataSet <id/cube/reports> .
  }
}
