# shape: lhs:WorkReport-creator
# A report of no government.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/report/120000/2019>
      dcterms:creator <id/government/120000> .
  }
}
