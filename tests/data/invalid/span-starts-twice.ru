# shape: lhs:TextSpan-start
# A span with two starts.
BASE <https://w3id.org/lianghui/>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/passage/ec25152dd41a7f49-56-78>
      oa:start 57 .
  }
}
