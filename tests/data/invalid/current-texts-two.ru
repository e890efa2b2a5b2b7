# shape: lhs:OneCurrentText
# Two current texts in one language.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/120000/2019> lh:currentText <id/text/3333333333333333> , <id/text/4444444444444444> .
    <id/text/3333333333333333> a lh:TextVersion ; dcterms:language "zh" ; lh:charLength 1 ;
      lh:sha256 "3333333333333333333333333333333333333333333333333333333333333333" ; lh:textOf <id/report/120000/2019> .
    <id/text/4444444444444444> a lh:TextVersion ; dcterms:language "zh" ; lh:charLength 1 ;
      lh:sha256 "4444444444444444444444444444444444444444444444444444444444444444" ; lh:textOf <id/report/120000/2019> .
  }
}
