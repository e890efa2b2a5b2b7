# shape: lhs:mentionsCounted
# A count that is no number.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/cube/tallies> a qb:DataSet ;
      qb:structure <id/structure/tallies> .
    <id/structure/tallies> a qb:DataStructureDefinition .
    <id/manner/0> a lh:Manner .
    <id/tally/110000/2019/blockchain/0> a lh:Tally ;
      qb:dataSet <id/cube/tallies> ;
      lh:countedManner <id/manner/0> ;
      lh:countedReport <id/report/110000/2019> ;
      lh:countedTheme <id/theme/blockchain> ;
      lh:mentionsCounted "two" ;
      lh:statementsCounted 1 .
  }
}
