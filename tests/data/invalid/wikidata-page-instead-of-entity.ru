# shape: lhs:wikidataItem
# The page where the entity belongs.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/links> {
    <id/province/120000>
      lh:wikidataItem <https://www.wikidata.org/wiki/Q11736> .
  }
}
