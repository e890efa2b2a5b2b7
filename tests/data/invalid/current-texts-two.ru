# shape: lhs:OneCurrentText
# Two current texts in one language.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019> lh:currentText <id/text/0000000000000000> .
    <id/text/0000000000000000> a lh:TextVersion ; dcterms:language "zh" ; lh:charLength 1 ;
      lh:sha256 "0000000000000000000000000000000000000000000000000000000000000000" ; lh:textOf <id/report/110000/2019> .
  }
}
