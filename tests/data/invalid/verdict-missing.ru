# shape: lhs:Review-verdict
# A review without a verdict.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/4>
      a lh:Review ; lh:reviews <id/statement/gone> ; prov:wasAttributedTo <https://example.org/reader> .
  }
}
