"""Graphs that releases make anew of the others or that the software brings: no place to write."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import NamedNode, Store

from graph.counts.tally import COUNTS
from graph.errors import RequestError
from graph.home.hashing import graph_entry, graph_name
from graph.home.manifest import GraphEntry
from graph.infer import INFERRED
from graph.networks.analytics import MADE
from graph.networks.catalogue import NETWORKS
from graph.releases import Draft
from graph.shipped import shipped
from ontology import names

_NETWORKS = frozenset(names.graph("analytics", name).value for name in NETWORKS)
"""Those that stand there only once somebody published them."""
ALWAYS = frozenset(
    [INFERRED.value, COUNTS.value, *(names.graph("analytics", name).value for name in MADE)]
)
DERIVED = ALWAYS | _NETWORKS
SHIPPED = frozenset(names.graph(each).value for each in ("ontology", "shapes"))
"""What every change is judged by, whatever these graphs say."""
WHY = "is derived from the other graphs at each release, so what is written there would be lost"


def changed(draft: Draft) -> dict[str, GraphEntry | None]:
    """The derived graphs that differ from the base's, as they are now; None for what is gone."""
    return {key: draft.graphs.get(key) for key in sorted(DERIVED & draft.changed_graphs())}


def refuse(draft: Draft, named: Collection[str]) -> None:
    """Raises RequestError where a change of the draft writes to a derived or a shipped graph.

    ``named`` are the graphs that the change is about by name. What reaches such a graph among
    others may take out of it, as ``CLEAR ALL`` does; a shipped graph may be put back as it was
    shipped. A network may be dropped by name: only one that is there is made anew.
    """
    for key in sorted(SHIPPED & draft.changed_graphs()):
        if (key in named or _added(draft, key)) and not _as_shipped(draft, key):
            raise RequestError(f"{key}: is the software's own, which judges by it; write elsewhere")
    for key, entry in changed(draft).items():
        dropped = entry is None and key in _NETWORKS
        if (key in named and not dropped) or _added(draft, key):
            raise RequestError(f"{key}: {WHY}; write to the graphs that it is derived from")


def _as_shipped(draft: Draft, key: str) -> bool:
    own = Store()
    own.extend(shipped()[NamedNode(key)])
    return draft.graphs.get(key) == graph_entry(own, key)


def _added(draft: Draft, key: str) -> bool:
    """Whether the graph says something that it does not say in the base."""
    before = draft.base.store if draft.base else ()
    quads = draft.view.quads_for_pattern(None, None, None, graph_name(key))
    return any(quad not in before for quad in quads)
