# shape: lhs:Quote
# A quote of a rarer character than stands there.
BASE <https://w3id.org/lianghui/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA { GRAPH <graph/extracted/110000/2019> { <id/mention/f2b355fc7ff4fc2a-28-31-blockchain> oa:exact "区块链" } } ;
INSERT DATA { GRAPH <graph/extracted/110000/2019> { <id/mention/f2b355fc7ff4fc2a-28-31-blockchain> oa:exact "区块𫝊" } }
