# shape: lhs:EvidenceOrCitation
# Both a passage and a page.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/statement/made-up-note/110000/2019/blockchain/park>
      lh:citedAt <https://example.org/note> .
  }
}
