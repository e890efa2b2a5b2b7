"""A JSON-LD context for this data, made from the ontology and the shapes."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

import ontology
from ontology.names import OWL, PREFIXES, RDF, SH, XSD

OURS = PREFIXES["lh"]
_CLASS, _OBJECT = "class", "object"
_TERMS = f"""SELECT DISTINCT ?term ?kind {{
  {{ ?term a {OWL.Class} BIND ("{_CLASS}" AS ?kind) }}
  UNION {{ ?term a {OWL.ObjectProperty} BIND ("{_OBJECT}" AS ?kind) }}
  UNION {{ ?term a ?other FILTER (?other IN ({OWL.DatatypeProperty}, {RDF.Property})) }}
  FILTER (STRSTARTS(STR(?term), "{OURS}")) }} ORDER BY ?term"""
_DATATYPES = f"""SELECT ?term (MIN(?type) AS ?only) {{
  ?shape {SH.path} ?term ; {SH.datatype} ?type
  FILTER (STRSTARTS(STR(?term), "{OURS}")) }}
  GROUP BY ?term HAVING (COUNT(DISTINCT ?type) = 1)"""


@cache
def context() -> dict[str, Any]:
    """Prefixes, and each term of ours by its local name, with the type that its values have."""
    store = Store()
    for kind in ("terms", "shapes"):
        store.load(ontology.turtle(kind), format=RdfFormat.TURTLE)
    types = {row["term"]: row["only"] for row in _solutions(store, _DATATYPES)}
    terms: dict[str, Any] = {}
    for row in _solutions(store, _TERMS):
        term = row["term"]
        if isinstance(term, NamedNode):
            kind = row["kind"]
            found = kind.value if isinstance(kind, Literal) else ""
            terms[term.value.removeprefix(OURS)] = _entry(term, found, types.get(term))
    return {"@context": {"id": "@id", "type": "@type", **PREFIXES, **dict(sorted(terms.items()))}}


def _entry(term: NamedNode, kind: str, datatype: object) -> Any:
    name = f"lh:{term.value.removeprefix(OURS)}"
    if kind == _CLASS:
        return name
    if kind == _OBJECT:
        return {"@id": name, "@type": "@id"}
    if isinstance(datatype, NamedNode) and datatype != XSD.string:
        return {"@id": name, "@type": f"xsd:{datatype.value.removeprefix(XSD.iri)}"}
    return name


def _solutions(store: Store, query: str) -> list[Any]:
    answer = store.query(query)
    return list(answer) if isinstance(answer, QuerySolutions) else []
