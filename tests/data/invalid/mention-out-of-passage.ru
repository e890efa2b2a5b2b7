# shape: lhs:MentionInPassage
# A mention outside of its passage.
BASE <https://w3id.org/lianghui/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/passage/f2b355fc7ff4fc2a-10-27>
      oa:start 10 .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/passage/f2b355fc7ff4fc2a-10-27>
      oa:start 15 .
  }
}
