# shape: lhs:DescribedInDocuments
# A session described outside of graph/documents.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/session/110000/2020>
      a lh:Session ; lh:ofProvince <id/province/110000> ; lh:year "2020"^^xsd:gYear .
  }
}
