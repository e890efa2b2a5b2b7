# shape: lhs:SameAsAnother
# Two cities that are said to be one.
BASE <https://w3id.org/lianghui/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  GRAPH <graph/links> {
    <id/city/1792947>
      owl:sameAs <id/city/1816670> .
  }
}
