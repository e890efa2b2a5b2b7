# shape: lhs:ReviewOfStatement
# A verdict on a place.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/review/2>
      lh:reviews <id/statement/gone> .
  }
} ;

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/2>
      lh:reviews <id/province/110000> .
  }
}
