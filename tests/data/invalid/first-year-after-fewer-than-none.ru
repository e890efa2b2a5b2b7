# shape: lhs:silentYears
# A negative number of years.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/first-years> a qb:DataSet ;
      qb:structure <id/structure/first-years> .
    <id/structure/first-years> a qb:DataStructureDefinition .
    <id/first-naming/110000/negative> a lh:FirstNaming ;
      qb:dataSet <id/cube/first-years> ;
      lh:firstNamedTheme <id/theme/blockchain> ;
      lh:firstYear "2019"^^xsd:gYear ;
      lh:mentionsTotal 2 ;
      lh:namingProvince <id/province/110000> ;
      lh:silentYears -1 .
  }
}
