# shape: lhs:cueFor
# A cue that stands for no concept.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/cue/park>
      lh:cueFor <id/direction/industrial-parks> .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/cue/park>
      lh:cueFor <id/province/110000> .
  }
}
