# shape: lhs:Cue-language
# A cue in a language that no text is in.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/cue/park>
      dcterms:language "zh" .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/cue/park>
      dcterms:language "fr" .
  }
}
