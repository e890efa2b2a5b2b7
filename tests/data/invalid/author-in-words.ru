# shape: lhs:SourceArticle-creator
# An author who is only a name.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/article/made-up-note>
      dcterms:creator <id/agent/writer> .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/article/made-up-note>
      dcterms:creator "A. Writer" .
  }
}
