# shape: lhs:NameInLanguage
# A name of no letters.
BASE <https://w3id.org/lianghui/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/direction/industrial-parks>
      skos:prefLabel " "@zh-hant .
  }
}
