# shape: lhs:LabelInEnglish
# A city named in Chinese only.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/city/1792947>
      skos:prefLabel "Second"@en .
  }
}
