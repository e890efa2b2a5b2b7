# shape: lhs:ReplacementIsAnother
# A correction that puts in place what it corrects.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/review/1>
      lh:replacedBy <id/statement/curated-first/110000/2019/blockchain/mended> .
  }
} ;

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/1>
      lh:replacedBy <id/statement/report-110000-2019/110000/2019/blockchain/6c6960a34e6e-1> .
  }
}
