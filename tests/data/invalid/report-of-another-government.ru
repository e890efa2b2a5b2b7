# shape: lhs:CreatorGovernsPlace
# A report of a government elsewhere.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      dcterms:creator <id/government/110000> .
  }
} ;

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      dcterms:creator <id/government/120000> .
  }
}
