# shape: lhs:PolicyStatement-assertedIn
# A statement of no source.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/120000/2019/blockchain/cited>
      lh:assertedIn <id/article/made-up-note> .
  }
}
