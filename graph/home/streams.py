"""Quads on their way into a draft: noted by graph, and held to the graph that they are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.home.hashing import graph_key


def noting(quads: Iterable[Quad], touched: set[str]) -> Iterator[Quad]:
    """The same quads; the keys of their graphs are added to ``touched``."""
    last = None
    for quad in quads:
        if quad.graph_name != last:
            last = quad.graph_name
            touched.add(graph_key(last))
        yield quad


def only(graph: NamedNode | DefaultGraph, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The same quads. Raises ValueError for one of another graph."""
    for quad in quads:
        if quad.graph_name != graph:
            raise ValueError(f"a quad of {quad.graph_name} among those of {graph}")
        yield quad
