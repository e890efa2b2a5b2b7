# shape: lhs:SchemeIsNoConcept
# A scheme that is a concept of its own.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/scheme/stances>
      a skos:Concept .
  }
}
