# shape: lhs:CorrectionHasReplacement
# A correction of which no statement is made, as its graph is not one of those that reviews are written to.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/curated/first> {
    <id/review/3>
      a lh:Review ; lh:hasDirection <id/direction/industrial-parks> ;
      lh:reviews <id/statement/gone> ; lh:verdict <id/verdict/corrected> ;
      prov:wasAttributedTo <https://example.org/reader> .
  }
}
