# shape: lhs:TextKey
# A text whose key is not of its hash.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/0000000000000000> a lh:TextVersion ; dcterms:language "zh" ; lh:charLength 1 ;
      lh:sha256 "1111111111111111111111111111111111111111111111111111111111111111" ; lh:textOf <id/report/110000/2019> .
  }
}
