# shape: lhs:KeyOfReport
# A report named after another province.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2022>
      a lh:WorkReport ; dcterms:creator <id/government/120000> ;
      lh:ofProvince <id/province/120000> ; lh:year "2022"^^xsd:gYear .
  }
}
