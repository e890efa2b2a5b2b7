# shape: lhs:PlainDatatype
# A number as xsd:double.
BASE <https://w3id.org/lianghui/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
  GRAPH <graph/reference> {
    <id/city/1816670>
      schema:population 1.5e0 .
  }
}
