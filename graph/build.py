"""The graph of the shipped facts, built into a home."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode, Quad, Store

from graph import questions, standoff
from graph.articles.entering import referred
from graph.describe import DOCUMENTS, PROVENANCE, Run
from graph.documents import holds, key_of
from graph.home.publish import publishing
from graph.provenance import built
from graph.quality import measurements
from graph.releases import Draft, Home, Release
from graph.shipped import Graphs, shipped
from graph.version import TOOL
from ontology.names import LH


def build(home: Home, *, now: dt.datetime | None = None) -> Release:
    """Put the shipped facts into the home's graph and publish the result.

    Texts that the home holds, and what was read in them, stay as they are. Raises what
    :func:`graph.home.publish.publishing` raises.
    """
    run = Run(TOOL, now or dt.datetime.now(dt.UTC))
    with publishing(home, "build the shipped facts") as draft:
        draft.replace_graphs(_graphs(draft, run).items())
    return home.require()


def _graphs(draft: Draft, run: Run) -> Graphs:
    graphs = shipped()
    graphs[questions.QUERIES] = set(questions.quads())
    graphs[measurements.QUALITY] = set(measurements.shipped())
    graphs[PROVENANCE] = {quad for graph in graphs for quad in built(graph, run)}
    for each in standoff.shipped():
        if not holds(draft, each.report):
            each.enter(graphs)
    graphs[DOCUMENTS] |= set(_held(draft.store, draft.texts))
    described = {quad.subject for quad in graphs[DOCUMENTS]}
    others = referred(draft.store)
    graphs[DOCUMENTS] |= {quad for quad in others if quad.subject not in described}
    made = {quad.subject for quad in graphs[PROVENANCE]}
    earlier = draft.store.quads_for_pattern(None, None, None, PROVENANCE)
    graphs[PROVENANCE] |= {quad for quad in earlier if quad.subject not in made}
    return graphs


def _held(store: Store, texts: Collection[str]) -> Iterator[Quad]:
    """What the graph of documents says of reports of which a text is held.

    All their texts among it: what was read in one that is not held may stay beside another.
    """
    versions: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for version in store.quads_for_pattern(None, LH.textOf, None, DOCUMENTS):
        text, report = version.subject, version.object
        if isinstance(text, NamedNode) and isinstance(report, NamedNode):
            versions[report].append(text)
    for report, found in versions.items():
        if any(key_of(text) in texts for text in found):
            session = NamedNode(report.value.replace("/id/report/", "/id/session/"))
            for node in (*found, report, session):
                yield from store.quads_for_pattern(node, None, None, DOCUMENTS)
