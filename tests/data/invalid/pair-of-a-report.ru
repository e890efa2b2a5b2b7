# shape: lhs:pairsThemes
# A report in the place of the pair.
BASE <https://w3id.org/lianghui/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>

INSERT DATA {
  GRAPH <graph/analytics/counts> {
    <id/passage/f2b355fc7ff4fc2a-10-27> lh:pairsThemes <id/report/110000/2019> .
  }
}
