# shape: lhs:StructureOfDataSet
# A data set without a structure.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/cube/bare> a qb:DataSet .
  }
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2016/blockchain>
      a lh:StatisticObservation ; lh:aboutTheme <id/theme/blockchain> ;
      lh:assertedIn <id/article/made-up-note> ; lh:citedAt <https://example.org/note> ;
      lh:measure <id/measure/reports-naming-theme> ; lh:value 1 ; lh:year "2016"^^xsd:gYear ;
      qb:dataSet <id/cube/bare> .
  }
}
