# shape: lhs:ClassOfStatement
# A node with a basis that is no statement.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/remark/1>
      lh:basis <id/basis/curated> .
  }
}
