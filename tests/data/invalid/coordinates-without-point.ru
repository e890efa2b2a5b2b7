# shape: lhs:coordinates
# Coordinates that are no point in well-known text.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/elsewhere> {
    <id/province/110000>
      lh:coordinates "37.9, 112.5" .
  }
}
