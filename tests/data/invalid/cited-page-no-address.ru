# shape: lhs:citedAt
# A citation that is no address of a page.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:citedAt <https://example.org/note> .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:citedAt <urn:isbn:0> .
  }
}
