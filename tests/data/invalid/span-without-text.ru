# shape: lhs:TextSpan-inText
# A span of no text.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/nowhere-0-1>
      a lh:Passage ; oa:start 0 ; oa:end 1 .
  }
}
