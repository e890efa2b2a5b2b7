# shape: lhs:CapitalInProvince
# A capital that lies in another province.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/reference> {
    <id/province/110000>
      lh:capital <id/city/1816670> .
  }
} ;
INSERT DATA {
  GRAPH <graph/reference> {
    <id/province/110000>
      lh:capital <id/city/1792947> .
  }
}
