# shape: lhs:Concept-inScheme
# A direction that belongs to no scheme.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/direction/industrial-parks>
      skos:inScheme <id/scheme/directions> .
  }
}
