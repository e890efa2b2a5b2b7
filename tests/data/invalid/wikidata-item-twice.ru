# shape: lhs:UniqueWikidataItem
# Two places with one item.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/links> {
    <id/city/1792947>
      lh:wikidataItem <http://www.wikidata.org/entity/Q956> .
  }
}
