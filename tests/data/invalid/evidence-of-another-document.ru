# shape: lhs:EvidenceFromSource
# A passage of a document that does not assert the statement.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:evidence <id/passage/f2b355fc7ff4fc2a-28-38> .
  }
} ;
INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:evidence <id/passage/ec25152dd41a7f49-16-55> .
  }
}
