# shape: lhs:PlaceOfReport
# A statement of another province than its report.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:ofProvince <id/province/110000> .
  }
} ;
INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:ofProvince <id/province/120000> .
  }
}
