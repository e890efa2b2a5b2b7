# shape: lhs:CorrectionHasReplacement
# A correction that puts nothing in place.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/review/1>
      lh:replacedBy <id/statement/curated-first/110000/2019/blockchain/mended> .
  }
}
