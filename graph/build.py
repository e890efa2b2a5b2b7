"""The graph of the shipped facts, built into a home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from graph.describe import DOCUMENTS, PROVENANCE, Run
from graph.provenance import built
from graph.publish import publishing
from graph.releases import Draft, Home, Release
from graph.shipped import shipped
from graph.version import TOOL
from ontology.names import LH, RDF


def build(home: Home, *, now: dt.datetime | None = None) -> Release:
    """Put the shipped facts into the home's graph and publish the result.

    Texts that the home holds, and what was read in them, stay as they are. Raises what
    :func:`graph.publish.publishing` raises.
    """
    run = Run(TOOL, now or dt.datetime.now(dt.UTC))
    with publishing(home, "build the shipped facts") as draft:
        _fill(draft, run)
    return home.require()


def _fill(draft: Draft, run: Run) -> None:
    graphs = shipped()
    graphs[DOCUMENTS] |= set(_held(draft.store))
    activities = {quad for graph in graphs for quad in built(graph, run)}
    own = {quad.subject for quad in activities}
    held = draft.store.quads_for_pattern(None, None, None, PROVENANCE)
    graphs[PROVENANCE] = activities | {quad for quad in held if quad.subject not in own}
    for graph, quads in graphs.items():
        draft.replace_graph(graph, quads)


def _held(store: Store) -> Iterator[Quad]:
    """What the graph of documents says of the texts that were read, and of their reports."""
    for version in store.quads_for_pattern(None, LH.textOf, None, DOCUMENTS):
        if isinstance(version.object, NamedNode):
            yield from store.quads_for_pattern(version.subject, None, None, DOCUMENTS)
            yield from store.quads_for_pattern(version.object, None, None, DOCUMENTS)
    for session in store.quads_for_pattern(None, RDF.type, LH.Session, DOCUMENTS):
        yield from store.quads_for_pattern(session.subject, None, None, DOCUMENTS)
