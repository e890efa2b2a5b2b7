# shape: lhs:LengthOfQuote
# A quote longer than its span, of a text that is not held.
BASE <https://w3id.org/lianghui/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/5555555555555555> a lh:TextVersion ; dcterms:language "zh" ; lh:charLength 9 ;
      lh:sha256 "5555555555555555555555555555555555555555555555555555555555555555" ; lh:textOf <id/report/120000/2019> .
  }
  GRAPH <graph/extracted/120000/2019> {
    <id/passage/5555555555555555-0-9> a lh:Passage ; lh:inText <id/text/5555555555555555> ; oa:start 0 ; oa:end 9 .
    <id/mention/5555555555555555-2-5-blockchain> a lh:ThemeMention ; lh:inPassage <id/passage/5555555555555555-0-9> ;
      lh:inText <id/text/5555555555555555> ; lh:mentionOf <id/theme/blockchain> ; oa:start 2 ; oa:end 5 ; oa:exact "区块链术" .
  }
}
