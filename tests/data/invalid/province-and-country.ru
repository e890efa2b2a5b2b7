# shape: lhs:ProvinceOrCountry
# A session of a province and of the country.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/session/110000/2018>
      a lh:Session ; lh:ofCountry <id/country/china> ;
      lh:ofProvince <id/province/110000> ; lh:year "2018"^^xsd:gYear .
  }
}
