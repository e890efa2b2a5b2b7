# shape: lhs:ValueWithinTotal
# A value above its total.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2019/blockchain>
      lh:value 2 .
  }
} ;
INSERT DATA {
  GRAPH <graph/asserted/made-up-note> {
    <id/observation/made-up-note/reports-naming-theme/2019/blockchain>
      lh:value 3 .
  }
}
