"""A graph as JSON-LD with its context inlined, which the engine would write without one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.names import PREFIXES, RDF, XSD


def json_ld(triples: Iterable[Triple]) -> str:
    """The triples as one document: with our prefixes, and with values as the graph has them."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    schemes: set[str] = set()
    for triple in triples:
        terms = (triple.subject, triple.predicate, triple.object)
        schemes.update(
            each.value.partition(":")[0] for each in terms if isinstance(each, NamedNode)
        )
        nodes.setdefault(_id(triple.subject), {}).setdefault(triple.predicate.value, []).append(
            triple.object
        )
    shorten = _Shortener({name: iri for name, iri in PREFIXES.items() if name not in schemes})
    graph = [_node(subject, values, shorten) for subject, values in nodes.items()]
    document = {"@context": shorten.used(), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1 if len(nodes) < 1000 else None)


class _Shortener:
    """Shortens IRIs to ``prefix:name`` and remembers the prefixes that it used."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._used: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        if iri not in self._known:
            self._known[iri] = self._short(iri)
        return self._known[iri]

    def _short(self, iri: str) -> str:
        for name, start in self._prefixes:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                self._used[name] = start
                return f"{name}:{iri[len(start) :]}"
        return iri

    def used(self) -> dict[str, str]:
        return dict(sorted(self._used.items()))


def _id(node: Any) -> str:
    return str(node) if isinstance(node, BlankNode) else str(node.value)


def _node(subject: str, values: dict[str, list[Any]], shorten: _Shortener) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject}
    types = values.get(RDF.type.value, [])
    if types and all(isinstance(each, NamedNode | BlankNode) for each in types):
        node["@type"] = [shorten(_id(each)) for each in types]
    for predicate, objects in values.items():
        if predicate != RDF.type.value or "@type" not in node:
            found = [_value(each, shorten) for each in objects]
            node[shorten(predicate)] = found[0] if len(found) == 1 else found
    return node


def _value(term: Any, shorten: _Shortener) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype == XSD.string:
        return term.value
    return {"@type": shorten(term.datatype.value), "@value": term.value}
