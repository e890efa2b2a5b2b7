"""The graph of provenance: one activity for each graph that a program of ours made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph.describe import PROVENANCE, Run
from graph.releases import Draft
from ontology import names
from ontology.names import LH, PROV, RDF, XSD


def record(draft: Draft, activity: Iterable[Quad]) -> None:
    """Put a run into the graph, in the place of the run that made the same graph before."""
    quads = list(activity)
    forget(draft, {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)})
    draft.add(quads)


def forget(draft: Draft, activities: Iterable[NamedNode]) -> None:
    """Take runs out of the graph."""
    old = [
        quad
        for activity in activities
        for quad in draft.store.quads_for_pattern(activity, None, None, PROVENANCE)
    ]
    if old:
        draft.remove(old)


def built(graph: NamedNode, run: Run) -> Iterator[Quad]:
    """The run that put a shipped graph into the store."""
    activity = of(graph)
    at = run.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield Quad(activity, RDF.type, PROV.Activity, PROVENANCE)
    yield Quad(activity, PROV.generated, graph, PROVENANCE)
    yield Quad(activity, PROV.endedAtTime, Literal(at, datatype=XSD.dateTime), PROVENANCE)
    yield Quad(activity, LH.toolVersion, Literal(run.tool), PROVENANCE)


def of(graph: NamedNode) -> NamedNode:
    """The activity that made a graph of ours."""
    return names.activity(*graph.value.removeprefix(names.graph("").value).split("/"))
