# shape: lhs:established
# A date of founding in words.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:established "2018"^^xsd:gYear .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      lh:established "last year" .
  }
}
