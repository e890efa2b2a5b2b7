# shape: lhs:totalYear
# A year that is no gYear.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/year-themes> a qb:DataSet ;
      qb:structure <id/structure/year-themes> .
    <id/structure/year-themes> a qb:DataStructureDefinition .
    <id/total/year-themes/in-words/blockchain> a lh:YearTotal ;
      qb:dataSet <id/cube/year-themes> ;
      lh:reportsTotal 2 ;
      lh:statementsTotal 3 ;
      lh:totalTheme <id/theme/blockchain> ;
      lh:totalYear "the year 2019" .
  }
}
