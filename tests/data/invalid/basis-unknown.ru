# shape: lhs:basis
# A basis that is no concept of its scheme.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/110000/2019/blockchain/park>
      lh:basis <id/basis/asserted> .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/110000/2019/blockchain/park>
      lh:basis <id/role/plan> .
  }
}
