# shape: lhs:YearOfReports-reportsRead
# Nobody knows how many were read.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/years> a qb:DataSet ;
      qb:structure <id/structure/years> .
    <id/structure/years> a qb:DataStructureDefinition .
    <id/year/2018> a lh:YearOfReports ;
      qb:dataSet <id/cube/years> ;
      lh:charactersRead 9000 ;
      lh:reportsKnown 3 ;
      lh:reportsSpokenOf 2 ;
      lh:yearCounted "2018"^^xsd:gYear .
  }
}
