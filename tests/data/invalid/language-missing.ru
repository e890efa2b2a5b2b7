# shape: lhs:TextVersion-language
# A text in no language.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/text/ec25152dd41a7f49>
      dcterms:language "en" .
  }
}
