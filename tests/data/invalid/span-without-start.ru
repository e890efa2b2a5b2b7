# shape: lhs:TextSpan-start
# A span that starts nowhere.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-60-65>
      a lh:Passage ; lh:inText <id/text/ec25152dd41a7f49> ; oa:end 65 .
  }
}
