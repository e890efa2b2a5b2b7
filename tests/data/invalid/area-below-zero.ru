# shape: lhs:areaSquareKilometres
# An area smaller than nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/elsewhere> {
    <id/province/110000>
      lh:areaSquareKilometres -1.0 .
  }
}
