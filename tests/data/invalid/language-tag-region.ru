# shape: lhs:LanguageTag
# A tag with a region.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/110000>
      skos:altLabel "甲城"@zh-CN .
  }
}
