# shape: lhs:capitalItem
# A capital's item that is only a name.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/curated/elsewhere> {
    <id/province/110000>
      lh:capitalItem "Taiyuan" .
  }
}
