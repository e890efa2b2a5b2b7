# shape: lhs:KeyOfReport
# Two reports of one province and year.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019-again>
      a lh:WorkReport ; dcterms:creator <id/government/110000> ;
      lh:ofProvince <id/province/110000> ; lh:year "2019"^^xsd:gYear .
  }
}
