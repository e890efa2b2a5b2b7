# shape: lhs:CurrentTextOfDocument
# A current text that is another document's.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      lh:currentText <id/text/f2b355fc7ff4fc2a> .
  }
} ;
INSERT DATA {
  GRAPH <graph/documents> {
    <id/report/110000/2019>
      lh:currentText <id/text/ec25152dd41a7f49> .
  }
}
