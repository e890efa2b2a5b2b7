# shape: lhs:Review-wasAttributedTo
# A reviewer who is only a name.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/5>
      a lh:Review ; lh:reviews <id/statement/gone> ; lh:verdict <id/verdict/accepted> ;
      prov:wasAttributedTo "A. Reader" .
  }
}
