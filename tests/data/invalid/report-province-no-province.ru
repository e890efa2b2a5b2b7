# shape: lhs:reportProvince
# A theme where the report's province belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:reportProvince <id/province/110000> .
  }
} ;
INSERT DATA {
  GRAPH <graph/inferred> {
    <id/report/110000/2019> lh:reportProvince <id/theme/blockchain> .
  }
}
