# shape: lhs:RevisionOfAnother
# A text that corrects itself.
BASE <https://w3id.org/lianghui/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  GRAPH <graph/documents> {
    <id/text/f2b355fc7ff4fc2a>
      prov:wasRevisionOf <id/text/f2b355fc7ff4fc2a> .
  }
}
