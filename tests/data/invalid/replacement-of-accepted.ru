# shape: lhs:ReplacementIsCorrection
# A replacement of what was accepted.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/2>
      lh:replacedBy <id/statement/curated-first/110000/2019/blockchain/mended> .
  }
}
