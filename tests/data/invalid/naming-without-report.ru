# shape: lhs:Naming-namingReport
# A count of nobody knows whose.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/namings> a qb:DataSet ;
      qb:structure <id/structure/namings> .
    <id/structure/namings> a qb:DataStructureDefinition .
    <id/naming/0/blockchain> a lh:Naming ;
      qb:dataSet <id/cube/namings> ;
      lh:mentionsTotal 2 ;
      lh:namedTheme <id/theme/blockchain> ;
      lh:statementsTotal 1 .
  }
}
