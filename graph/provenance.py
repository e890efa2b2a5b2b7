"""The graph of provenance: one activity for each graph that a program of ours made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from graph.describe import PROVENANCE, Run, made, software
from graph.releases import Draft
from graph.version import TOOL
from ontology import names
from ontology.names import PROV, RDF


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
    return made(of(graph), graph, run.tool, run.at)


def derived(draft: Draft, graph: NamedNode) -> None:
    """Have the run that derived a graph of the draft be told of, if that says anything.

    It has no time: what is derived of the same facts is the same whenever that is done, and so
    is the release.
    """
    activity = of(graph)
    told = any(draft.view.quads_for_pattern(activity, PROV.generated, graph, PROVENANCE))
    fresh = not told or graph.value in draft.changed_graphs()
    if fresh and draft.graphs[graph.value].triples:
        record(draft, made(activity, graph, TOOL))


def introduce(draft: Draft) -> None:
    """Have this version of the software be described where a run names it.

    The runs of analytics stand in the graphs that they made, and may be the first of a version.
    """
    agent, view = names.software(TOOL), draft.view
    if not any(view.quads_for_pattern(None, PROV.wasAssociatedWith, agent)):
        return
    if not any(view.quads_for_pattern(agent, RDF.type, PROV.Agent)):
        draft.add(software(TOOL))


def of(graph: NamedNode) -> NamedNode:
    """The activity that made a graph of ours."""
    return names.activity(*graph.value.removeprefix(names.graph("").value).split("/"))
