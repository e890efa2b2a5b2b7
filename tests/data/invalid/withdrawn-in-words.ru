# shape: lhs:invalidatedAtTime
# A time of withdrawal in words.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/provenance> {
    <id/report/110000/1999>
      prov:invalidatedAtTime "last year" .
  }
}
