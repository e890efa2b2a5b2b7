# shape: lhs:KeyOfSpan
# A span at other offsets than its name says.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-0-15>
      a lh:Passage ; lh:inText <id/text/ec25152dd41a7f49> ; oa:start 1 ; oa:end 15 .
  }
}
