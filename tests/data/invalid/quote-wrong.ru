# shape: lhs:Quote
# A quote that is not the text at its offsets.
BASE <https://w3id.org/lianghui/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/mention/f2b355fc7ff4fc2a-14-17-blockchain>
      oa:exact "区块链" .
  }
} ;
INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/mention/f2b355fc7ff4fc2a-14-17-blockchain>
      oa:exact "区块鏈" .
  }
}
