"""A network from the triples of a saved question, its edges described as ``rdf:subject`` and so on.

Nodes are named by IRI and bear ``iri``, ``kind``, ``label_en`` and ``label_zh``; edges bear
``weight``, ``count``, ``total`` and ``ratio``, the share that the count is of the total. The kinds
that edges start from stand first, and else the order is that of the IRIs, so that the same triples
in any order give the same network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx
from pyoxigraph import Literal, NamedNode, Triple

from ontology.names import LH, RDF, SKOS

LANGUAGES = ("en", "zh")
_YEARS = {LH.year: "year", LH.lastSilentYear: "silent_year"}

Facts = dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]


def from_triples(triples: Iterable[Triple]) -> nx.Graph:
    """The network; directed nowhere, since no edge of ours is more than a relation."""
    facts = _facts(triples)
    made = nx.Graph()
    edges = {node for node, said in facts.items() if RDF.subject in said}
    ends = {edge: _ends(facts[edge]) for edge in edges}
    named = {end for pair in ends.values() for end in pair} | {
        each.value for each in facts.keys() - edges
    }
    nodes = {iri: _node(iri, facts.get(NamedNode(iri), {})) for iri in named}
    starting = {nodes[source]["kind"] for source, _ in ends.values()}
    for iri in sorted(nodes, key=lambda each: (nodes[each]["kind"] not in starting, each)):
        made.add_node(iri, **nodes[iri])
    for edge in sorted(edges, key=lambda each: ends[each]):
        made.add_edge(*ends[edge], **_edge(facts[edge]))
    return made


def ratio(count: float, total: float) -> float:
    """The share, to six digits; 0 of nothing."""
    return float(f"{count / total:.6g}") if total else 0.0


def kinds(made: nx.Graph) -> dict[str, list[str]]:
    """The nodes of each kind, in the order of the network."""
    found: dict[str, list[str]] = defaultdict(list)
    for node, kind in made.nodes(data="kind"):
        found[kind].append(node)
    return found


def short(iri: str) -> str:
    """The last part of an IRI, the key of the thing among its kind."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _facts(triples: Iterable[Triple]) -> Facts:
    found: Facts = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            found[subject][triple.predicate].append(value)
    return found


def _ends(said: dict[NamedNode, list[NamedNode | Literal]]) -> tuple[str, str]:
    return said[RDF.subject][0].value, said[RDF.object][0].value


def _node(iri: str, said: dict[NamedNode, list[NamedNode | Literal]]) -> dict[str, Any]:
    classes = sorted(each.value for each in said.get(RDF.type, ()))
    labels = {
        each.language: each.value
        for each in sorted(said.get(SKOS.prefLabel, ()), key=str)
        if isinstance(each, Literal)
    }
    named = {f"label_{tag}": labels.get(tag, short(iri)) for tag in LANGUAGES}
    kind = short(classes[0]) if classes else "Thing"
    return {"iri": iri, "kind": kind, **named}


def _edge(said: dict[NamedNode, list[NamedNode | Literal]]) -> dict[str, Any]:
    count, total = int(said[LH.count][0].value), int(said[LH.total][0].value)
    told = dict(_years(said))
    return {
        "weight": float(count),
        "count": count,
        "total": total,
        "ratio": ratio(count, total),
    } | told


def _years(said: dict[NamedNode, list[NamedNode | Literal]]) -> Iterator[tuple[str, int]]:
    for predicate, name in _YEARS.items():
        if predicate in said:
            yield name, int(said[predicate][0].value)
