# shape: lhs:NameInLanguage
# A name that says no language.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/scenario/e-government>
      skos:prefLabel "E-government" .
  }
}
