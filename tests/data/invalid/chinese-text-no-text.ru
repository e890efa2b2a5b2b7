# shape: lhs:chineseText
# A place where a text belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:chineseText <id/text/f2b355fc7ff4fc2a> .
  }
} ;
INSERT DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:chineseText <id/province/110000> .
  }
}
