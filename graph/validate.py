"""Data of a user's own judged beside a release, with nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.errors import Violation
from graph.gate import check, validate_data
from graph.home.release import Release


def check_release(release: Release) -> list[Violation]:
    """What the shapes find wrong with a whole release."""
    return check(release.store, None, release.find_text)


UNNAMED = "urn:x-lianghui:unnamed"
"""The graph for triples that name none: the rules for every graph hold there, those of ours not."""


def check_quads(
    quads: Iterable[Quad], release: Release, graph: str | None = None
) -> list[Violation]:
    """What the shapes would find wrong, were these quads added to the release.

    ``graph`` is the IRI of the graph that takes the triples that name none. Raises ValueError
    where it is no IRI.
    """
    own = NamedNode(graph or UNNAMED)
    return validate_data(_placed(quads, own), release.store, release.find_text)


def _placed(quads: Iterable[Quad], own: NamedNode) -> Iterator[Quad]:
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object, own)
        else:
            yield quad
