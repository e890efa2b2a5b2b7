# shape: lhs:MentionsOfExtracted
# An extracted statement that rests on nothing.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

DELETE DATA {
  GRAPH <graph/extracted/110000/2019> {
    <id/statement/report-110000-2019/110000/2019/artificial-intelligence/f3a3c6978afd-1>
      lh:mentionCount 1 ;
      lh:restsOn <id/mention/f2b355fc7ff4fc2a-22-26-artificial-intelligence> .
  }
}
