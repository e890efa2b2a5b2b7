# shape: lhs:EvidenceOrCitation
# Neither a passage nor a page.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:evidence <id/passage/f2b355fc7ff4fc2a-28-38> .
  }
}
