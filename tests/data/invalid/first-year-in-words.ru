# shape: lhs:firstYear
# A year that is no gYear.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/first-years> a qb:DataSet ;
      qb:structure <id/structure/first-years> .
    <id/structure/first-years> a qb:DataStructureDefinition .
    <id/first-naming/110000/in-words> a lh:FirstNaming ;
      qb:dataSet <id/cube/first-years> ;
      lh:firstNamedTheme <id/theme/blockchain> ;
      lh:firstYear "the year 2019" ;
      lh:mentionsTotal 2 ;
      lh:namingProvince <id/province/110000> ;
      lh:silentYears 0 .
  }
}
