# shape: lhs:CityOfPark
# A park in a city of another province.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:inCity <id/city/1816670> .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:inCity <id/city/1792947> .
  }
}
