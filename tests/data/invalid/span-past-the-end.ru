# shape: lhs:EndInText
# A span past the end of its text.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-56-90>
      a lh:Passage ; lh:inText <id/text/ec25152dd41a7f49> ; oa:start 56 ; oa:end 90 .
  }
}
