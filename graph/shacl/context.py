"""Data that is not in the graph, put beside as much of the graph as judging it takes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, Store

from ontology.names import graph

WHOLE = (graph("documents"), graph("links"), graph("ontology"), graph("reference"))
"""Graphs that uniqueness and classes are judged by, so that they are needed entirely."""
STEPS = 3
"""How far names are followed: statement -> mention -> passage -> text."""


def in_context(quads: Iterable[Quad], context: Store | None) -> Store:
    """A store in memory with the quads, :data:`WHOLE` and what the quads name."""
    store = Store()
    store.bulk_extend(quads)
    if context is None:
        return store
    edge = _names(store)
    for name in WHOLE:
        store.extend(context.quads_for_pattern(None, None, None, name))
    for _ in range(STEPS):
        found = {q for node in edge for q in context.quads_for_pattern(node, None, None)}
        store.extend(found)
        edge = {q.object for q in found if isinstance(q.object, NamedNode)}
    return store


def _names(quads: Iterable[Quad]) -> set[NamedNode]:
    return {q.object for q in quads if isinstance(q.object, NamedNode)}
