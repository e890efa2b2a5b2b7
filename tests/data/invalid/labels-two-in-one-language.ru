# shape: lhs:OneLabelALanguage
# Two names in one language.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/110000>
      skos:prefLabel "甲城"@zh .
  }
}
