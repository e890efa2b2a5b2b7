"""A store cut into slices that are judged one after another, each in memory with what it takes.

A rule of ours looks at its focus node, at what that refers to in up to :data:`STEPS` steps, and at
the ontology; one that compares nodes that know nothing of each other is marked in the shapes
(``lhs:acrossNodes``) and asked of the whole store. So a slice holds all that is said of some nodes,
whichever graphs say it, and all that is said of what they name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from ontology.names import RDF

SIZE = 30_000
"""Quads of a slice, about, beside what its nodes refer to."""
STEPS = 3
"""How far names are followed: tally -> cube -> structure -> component -> dimension."""
KNOWN = 2_000
"""Nodes whose descriptions are remembered from slice to slice."""
SPREAD = 3_000
"""Nodes of a slice of those that several graphs describe, or that were named."""

Node = NamedNode | BlankNode
Described = Callable[[Node], tuple[Quad, ...]]


@dataclass(frozen=True, slots=True)
class Slice:
    """Nodes to be judged (N-Triples terms), and a store in memory of what that takes.

    ``said`` are the properties and classes (N-Triples terms too) by which they are described.
    """

    view: Store
    nodes: set[str]
    said: set[str]


def slices(store: Store, nodes: Collection[str] | None = None) -> Iterator[Slice]:
    """Each of those nodes, for None each that the store describes, in one slice.

    Of a store on disk what a graph says of a node stands together; of one in memory name nodes.
    """

    @lru_cache(maxsize=KNOWN)
    def described(node: Node) -> tuple[Quad, ...]:
        return tuple(store.quads_for_pattern(node, None, None))

    if nodes is None:
        graphs = [*store.named_graphs(), DefaultGraph()]
        spread = _spread(store, graphs)
        for part in _parts(store, graphs):
            whole = {cast(Node, quad.subject) for quad in part} - spread
            yield _slice(part, whole, described)
    several = sorted(spread if nodes is None else map(_node, nodes), key=str)
    for start in range(0, len(several), SPREAD):
        whole = set(several[start : start + SPREAD])
        part = [quad for node in whole for quad in store.quads_for_pattern(node, None, None)]
        yield _slice(part, whole, described)


def _node(term: str) -> Node:
    return BlankNode(term[2:]) if term.startswith("_:") else NamedNode(term[1:-1])


def _slice(part: list[Quad], whole: set[Node], described: Described) -> Slice:
    said = {quad.object if quad.predicate == RDF.type else quad.predicate for quad in part}
    view = _view(part, whole, described)
    return Slice(view, {str(node) for node in whole}, {str(term) for term in said})


def _spread(store: Store, graphs: Iterable[Node | DefaultGraph]) -> set[Node]:
    """The nodes that more than one graph describes; now and then another, where hashes agree."""
    seen: set[int] = set()
    found: set[Node] = set()
    for graph in graphs:
        for node in _described_in(store, graph):
            size = len(seen)
            seen.add(hash(node))
            if len(seen) == size:
                found.add(node)
    return found


def _described_in(store: Store, graph: Node | DefaultGraph) -> Iterator[Node]:
    """The nodes that a graph describes, each once: the engine tells by its indexes alone."""
    rows = store.query("SELECT DISTINCT ?s { ?s ?p ?o }", default_graph=graph)
    return (cast(Node, row["s"]) for row in cast(QuerySolutions, rows))


def _parts(store: Store, graphs: Iterable[Node | DefaultGraph]) -> Iterator[list[Quad]]:
    """All quads in lists of about :data:`SIZE`, what a graph says of a node in one of them."""
    part: list[Quad] = []
    for graph in graphs:
        quads = store.quads_for_pattern(None, None, None, graph)
        for _, said in groupby(quads, key=attrgetter("subject")):
            part.extend(said)
            if len(part) >= SIZE:
                yield part
                part = []
    if part:
        yield part


def _view(part: list[Quad], whole: set[Node], described: Described) -> Store:
    """A store of the part, in which ``whole`` nodes are all there, and of what it refers to."""
    view = Store()
    view.bulk_extend(part)
    edge, known = _named(part) - whole, set(whole)
    for _ in range(STEPS):
        found = [quad for node in edge for quad in described(node)]
        view.bulk_extend(found)
        known |= edge
        edge = _named(found) - known
    return view


def _named(quads: Iterable[Quad]) -> set[Node]:
    """The nodes of which a rule may want to know more."""
    return {
        term
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, Node)
    }
