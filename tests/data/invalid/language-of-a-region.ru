# shape: lhs:TextVersion-language
# A text in a language that is written otherwise here.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/2222222222222222> a lh:TextVersion ; dcterms:language "zh-cn" ; lh:charLength 1 ;
      lh:sha256 "2222222222222222222222222222222222222222222222222222222222222222" ; lh:textOf <id/report/120000/2019> .
  }
}
