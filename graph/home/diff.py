"""What changed between two releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from graph.home.hashing import graph_name
from graph.home.release import Release


@dataclass(frozen=True, slots=True)
class GraphChange:
    """A graph that differs: its IRI (or ``default``), and numbers of triples.

    ``status`` is ``added``, ``removed`` or ``changed``; ``before`` and ``after`` are its sizes,
    ``added`` and ``removed`` count the triples that only one of the releases has in it.
    """

    name: str
    status: str
    before: int
    after: int
    added: int
    removed: int


@dataclass(frozen=True)
class Diff:
    """Graphs and texts that differ, sorted by key; both releases must stay open."""

    old: Release | None
    new: Release | None
    graphs: tuple[GraphChange, ...]
    texts_added: tuple[str, ...]
    texts_removed: tuple[str, ...]

    def added(self) -> Iterator[Quad]:
        """The quads that only the newer release has."""
        for change in self.graphs:
            yield from _only_in(self.new, self.old, change.name)

    def removed(self) -> Iterator[Quad]:
        """The quads that only the older release has."""
        for change in self.graphs:
            yield from _only_in(self.old, self.new, change.name)

    def quads(self) -> Iterator[tuple[str, Quad]]:
        """Both, graph by graph, what went (``-``) before what came (``+``)."""
        for change in self.graphs:
            yield from (("-", quad) for quad in _only_in(self.old, self.new, change.name))
            yield from (("+", quad) for quad in _only_in(self.new, self.old, change.name))


def diff(old: Release | None, new: Release | None) -> Diff:
    """Compare two releases, None standing for the empty one.

    Only graphs whose hashes differ are read. Blank nodes are compared by the labels the store
    gave them, which a release keeps from its parent.
    """
    before = old.manifest.graphs if old else {}
    after = new.manifest.graphs if new else {}
    keys = sorted(before.keys() | after.keys())
    texts_before = set(old.texts if old else ())
    texts_after = set(new.texts if new else ())
    return Diff(
        old,
        new,
        tuple(_change(old, new, key) for key in keys if before.get(key) != after.get(key)),
        tuple(sorted(texts_after - texts_before)),
        tuple(sorted(texts_before - texts_after)),
    )


def _change(old: Release | None, new: Release | None, key: str) -> GraphChange:
    entries = [release.manifest.graphs.get(key) if release else None for release in (old, new)]
    before, after = (entry.triples if entry else 0 for entry in entries)
    status = "changed" if all(entries) else "removed" if entries[0] else "added"
    added = sum(1 for _ in _only_in(new, old, key)) if before else after
    return GraphChange(key, status, before, after, added, before - (after - added))


def _only_in(one: Release | None, other: Release | None, key: str) -> Iterator[Quad]:
    if one is None:
        return
    for quad in one.store.quads_for_pattern(None, None, None, graph_name(key)):
        if other is None or quad not in other.store:
            yield quad
