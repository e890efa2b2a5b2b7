# shape: lhs:MentionsOfExtracted
# An extracted statement that rests on nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:basis <id/basis/curated> .
  }
} ;
INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/statement/curated-first/110000/2019/blockchain/mended>
      lh:basis <id/basis/extracted> .
  }
}
