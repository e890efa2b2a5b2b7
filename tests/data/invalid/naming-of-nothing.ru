# shape: lhs:mentionsTotal
# A naming that no mention bears out.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/namings> a qb:DataSet ;
      qb:structure <id/structure/namings> .
    <id/structure/namings> a qb:DataStructureDefinition .
    <id/naming/110000/2019/nothing> a lh:Naming ;
      qb:dataSet <id/cube/namings> ;
      lh:mentionsTotal 0 ;
      lh:namedTheme <id/theme/blockchain> ;
      lh:namingReport <id/report/110000/2019> ;
      lh:statementsTotal 1 .
  }
}
