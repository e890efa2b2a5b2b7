# shape: lhs:SameAsInLinks
# owl:sameAs outside of graph/links.
BASE <https://w3id.org/lianghui/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/120000>
      owl:sameAs <http://www.wikidata.org/entity/Q11736> .
  }
}
