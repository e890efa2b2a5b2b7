"""The graphs of a query's dataset that are documents elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from graph.errors import RemoteRefusedError
from graph.remote.allowed import listed
from graph.remote.documents import triples
from graph.sparql.query import QueryRequest
from ontology.names import BASE

_REMOTE = ("http:", "https:", "ftp:", "file:")


def with_documents(store: Store, request: QueryRequest, graphs: Mapping[str, Any]) -> Store:
    """The store; where ``graphs`` names documents elsewhere, one in memory with all that it names.

    Raises :class:`RemoteRefusedError` for one that is not listed, and what
    :func:`graph.remote.documents.triples` raises.
    """
    names = {each for kind in ("default_graph", "named_graphs") for each in graphs.get(kind, ())}
    elsewhere = sorted((each for each in names if _elsewhere(store, each)), key=str)
    if not elsewhere:
        return store
    for each in elsewhere:
        if not listed(each.value, request.remote):
            raise RemoteRefusedError(
                f"{each.value}: no graph of that name is held here, and none is fetched from"
                " elsewhere"
            )
    found = Store()
    for name in elsewhere:
        found.bulk_extend(
            Quad(each.subject, each.predicate, each.object, name)
            for each in triples(request, name.value)
        )
    for name in names.difference(elsewhere):
        found.bulk_extend(store.quads_for_pattern(None, None, None, name))
    return found


def _elsewhere(store: Store, graph: NamedNode) -> bool:
    remote = graph.value.startswith(_REMOTE) and not graph.value.startswith(BASE)
    return remote and not store.contains_named_graph(graph)
