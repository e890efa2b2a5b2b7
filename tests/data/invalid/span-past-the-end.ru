# shape: lhs:EndInText
# A span past the end of its text.
BASE <https://w3id.org/lianghui/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-56-78>
      oa:end 78 .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-56-78>
      oa:end 90 .
  }
}
