# shape: lhs:IndustrialPark-isReferencedBy
# A park that no source tells of.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/park/first>
      dcterms:isReferencedBy <https://example.org/park> .
  }
}
