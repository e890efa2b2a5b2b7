"""Data of a user's own judged beside a release, with nothing stored."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Quad, Store

from graph.errors import Violation
from graph.gate import check
from graph.release import Release
from ontology import names

UNNAMED = names.graph("curated", "unnamed")
"""Where triples that name no graph are judged."""


def check_release(release: Release) -> list[Violation]:
    """What the shapes find wrong with a whole release."""
    return check(release.store, None, release.find_text)


def check_quads(quads: Iterable[Quad], release: Release) -> list[Violation]:
    """What the shapes would find wrong, were these quads added to the release."""
    store = Store()
    store.bulk_extend(release.store)
    added = [_named(quad) for quad in quads]
    store.extend(added)
    changed = {str(getattr(quad.graph_name, "value", quad.graph_name)) for quad in added}
    return check(store, changed, release.find_text, release.store)


def _named(quad: Quad) -> Quad:
    if not isinstance(quad.graph_name, DefaultGraph):
        return quad
    return Quad(quad.subject, quad.predicate, quad.object, UNNAMED)
