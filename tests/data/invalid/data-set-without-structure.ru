# shape: lhs:StructureOfDataSet
# A data set without a structure.
BASE <https://w3id.org/lianghui/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/cube/reports>
      qb:structure <id/structure/reports> .
  }
}
