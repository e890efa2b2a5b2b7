"""Which nodes a change can have put in the wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from graph.home.hashing import graph_keys, graph_name
from ontology.names import QB

REACH = 2
"""How many steps against the arrows a rule of ours looks: statement -> passage -> text.

One looks a step further: observation -> cube -> structure -> component.
"""
MANY = 20_000
"""Past so many changed quads it is asked whether judging everything costs less."""
MOST = 60_000
"""So many changed quads are held at most."""
SHARE = 8
"""Past this part of the store judging everything costs less: a node that is named, with what
refers to it, costs up to three times as much as one among all.
"""


def concerned(store: Store, base: Store | None, graphs: Collection[str]) -> frozenset[str] | None:
    """The nodes to judge after a change of those graphs, as N-Triples terms; None for all.

    They are the nodes of the quads that were added or, where ``base`` is given, taken away,
    their graphs, whatever refers in up to :data:`REACH` steps to a node whose description
    changed, and the graphs where it does so.
    """
    found = _changed(store, base, graphs)
    changed = list(islice(found, MANY + 1))
    if len(changed) > MANY:
        most = min(MOST, len(store) // SHARE)
        changed += islice(found, max(0, most + 1 - len(changed)))
        if len(changed) > most:
            return None
    return _nodes(store, changed)


def _changed(store: Store, base: Store | None, graphs: Collection[str]) -> Iterator[Quad]:
    before = set() if base is None else graph_keys(base)
    for iri in sorted(graphs, key=lambda each: (each in before, each)):  # those at once are told
        name = graph_name(iri)
        now = store.quads_for_pattern(None, None, None, name)
        if base is None or iri not in before:
            yield from now
        else:
            yield from set(now) ^ set(base.quads_for_pattern(None, None, None, name))


def _nodes(store: Store, changed: Iterable[Quad]) -> frozenset[str]:
    described: set[NamedNode | BlankNode] = set()
    found: set[str] = set()
    for quad in changed:
        if isinstance(quad.subject, NamedNode | BlankNode):
            described.add(quad.subject)
        if isinstance(quad.object, NamedNode):
            found.add(str(quad.object))
        found.add(str(quad.graph_name))
    return frozenset(found | _referrers(store, described)) - {str(DefaultGraph())}


def _referrers(store: Store, nodes: set[NamedNode | BlankNode]) -> set[str]:
    seen, edge = set(nodes), set(nodes)
    graphs: set[str] = set()
    for _ in range(REACH):
        quads = [quad for node in edge for quad in store.quads_for_pattern(None, None, node)]
        graphs |= {str(quad.graph_name) for quad in quads}
        edge = {s for quad in quads if isinstance(s := quad.subject, NamedNode | BlankNode)} - seen
        seen |= edge
    cubes = [quad for node in edge for quad in store.quads_for_pattern(None, QB.dataSet, node)]
    return {*map(str, seen), *(str(quad.subject) for quad in cubes)} | graphs
