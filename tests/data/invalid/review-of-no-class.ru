# shape: lhs:ClassOfReview
# A node with a verdict that is no review.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/remark/2>
      lh:verdict <id/verdict/accepted> .
  }
}
