# shape: lhs:CorrectionHasReplacement
# A correction that puts nothing in place.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/3>
      a lh:Review ; lh:reviews <id/statement/gone> ; lh:verdict <id/verdict/corrected> ;
      prov:wasAttributedTo <https://example.org/reader> .
  }
}
