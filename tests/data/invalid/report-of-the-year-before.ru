# shape: lhs:KeyOfReport
# A report that is not of the year in its name.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/120000/2021>
      a lh:WorkReport ; dcterms:creator <id/government/120000> ;
      lh:ofProvince <id/province/120000> ; lh:year "2020"^^xsd:gYear .
  }
}
