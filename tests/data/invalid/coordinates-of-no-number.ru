# shape: lhs:coordinates
# Coordinates with a number that is none.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/elsewhere> {
    <id/province/120000>
      lh:coordinates "Point(117.2 3.9.1)" .
  }
}
