# shape: lhs:population
# Fewer inhabitants than none.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/elsewhere> {
    <id/province/110000>
      lh:population -1 .
  }
}
