# shape: lhs:Review-wasAttributedTo
# A review of no one.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
  GRAPH <graph/curated/first> {
    <id/review/2>
      prov:wasAttributedTo <https://example.org/reader> .
  }
}
