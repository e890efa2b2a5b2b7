# shape: lhs:established
# A park founded before there was one.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:established ?any .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:established "0208-11"^^xsd:gYearMonth .
  }
}
