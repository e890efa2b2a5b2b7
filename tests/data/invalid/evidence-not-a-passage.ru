# shape: lhs:evidence
# A mention where a passage belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:evidence <id/mention/f2b355fc7ff4fc2a-28-31-blockchain> .
  }
}
