# shape: lhs:namedTheme
# A direction in the place of the theme.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/namings> a qb:DataSet ;
      qb:structure <id/structure/namings> .
    <id/structure/namings> a qb:DataStructureDefinition .
    <id/naming/110000/2019/direction> a lh:Naming ;
      qb:dataSet <id/cube/namings> ;
      lh:mentionsTotal 2 ;
      lh:namedTheme <id/direction/industrial-parks> ;
      lh:namingReport <id/report/110000/2019> ;
      lh:statementsTotal 1 .
  }
}
