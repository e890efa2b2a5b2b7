# shape: lhs:reportsKnown
# A year of which no report is known.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/years> a qb:DataSet ;
      qb:structure <id/structure/years> .
    <id/structure/years> a qb:DataStructureDefinition .
    <id/year/2017> a lh:YearOfReports ;
      qb:dataSet <id/cube/years> ;
      lh:charactersRead 9000 ;
      lh:reportsKnown 0 ;
      lh:reportsRead 2 ;
      lh:reportsSpokenOf 2 ;
      lh:yearCounted "2017"^^xsd:gYear .
  }
}
