# shape: lhs:gbCode
# A code that GB/T 2260 does not have.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/990000>
      a lh:Province ; lh:divisionType <id/division-type/municipality> ; lh:gbCode "990000" ;
      lh:isoCode "CN-XX" ; skos:prefLabel "Nowhere"@en , "无"@zh .
  }
}
