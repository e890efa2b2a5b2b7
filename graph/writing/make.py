"""Makes one change, in the process that was started for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, parse

from graph import gate
from graph.errors import ConditionError, NotFoundError, QueryFailedError, RequestError
from graph.open import open_home
from graph.releases import Draft
from graph.sparql.keywords import Probe, update_probe, without_loads, without_services
from graph.sparql.operations import operations, touched
from graph.sparql.query import QueryAnswer
from graph.sparql.syntax import refine
from graph.sparql.using import with_dataset
from graph.writing.change import READ, Change, Document, Outcome, Update, Write, content
from ontology import FILES
from ontology.names import RDFS

SHORT = 100_000
"""Code points up to which an update is parsed before a draft is made for it."""
_FORM = "application/json"

Graph = NamedNode | DefaultGraph


def prepare() -> None:
    """Compiles what every change is judged by, before processes for changes are forked."""
    found = (quad for path in FILES["terms"] for quad in parse(path=str(path)))
    gate.compiled(
        frozenset(
            (quad.subject, quad.object)
            for quad in found
            if quad.predicate == RDFS.subClassOf
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
        )
    )


def answer(_: Store | None, change: Change) -> QueryAnswer:
    """The outcome of a change in the form in which a worker answers."""
    outcome = make(change)
    body = json.dumps({"release": outcome.release, "there": outcome.there}).encode()
    return QueryAnswer(_FORM, body, len(body), 0)


def outcome(found: QueryAnswer) -> Outcome:
    """What :func:`answer` said."""
    body = found.body if isinstance(found.body, bytes) else b"{}"
    said = json.loads(body)
    return Outcome(int(said["release"]), bool(said["there"]))


def make(change: Change) -> Outcome:
    """Makes the change as one release, unless nothing in it changes.

    Raises what :meth:`graph.releases.Home.change` raises, ConditionError, NotFoundError,
    :class:`QueryFailedError` for what the engine refuses to do, such as creating a graph that is
    there, and RequestError and RemoteRefusedError for what was sent.
    """
    if isinstance(change, Update):
        return _update(change)
    assert isinstance(change, Write)  # noqa: S101 -- there are only these two
    return _write(change)


@contextmanager
def _changing(change: Change, reason: str) -> Iterator[Draft]:
    with open_home(change.home).change(reason) as draft:
        try:
            yield draft
        except RuntimeError as error:
            raise QueryFailedError(str(error)) from error
        if draft.base is not None and not draft.changed:
            draft.cancel()


def _made(draft: Draft, *, there: bool) -> Outcome:
    base = draft.base.number if draft.base else 0
    return Outcome(draft.published.number if draft.published else base, there)


def _update(change: Update) -> Outcome:
    text = prepared(change)
    graphs = touched(text)
    with _changing(change, f"update: {' '.join(text.split())[:80]}") as draft:
        base = draft.base.number if draft.base else None
        if not change.conditions.hold(None if base is None else str(base)):
            raise ConditionError(f"If-Match, If-None-Match: the release is {base or 0} now")
        try:
            draft.update(text, base_iri=change.base, graphs=graphs)
        except SyntaxError as error:
            raise refine(text, error) from error
    return _made(draft, there=base is not None)


def prepared(change: Update) -> str:
    """The update, sound, with its dataset and without what would fetch.

    Raises :class:`RequestError`, :class:`graph.errors.RemoteRefusedError`.
    """
    text, probe = change.text, update_probe(change.base)
    text = without_loads(without_services(text, probe), probe)
    given = change.default or change.named
    if given or len(text) < SHORT:
        _parse(text, probe)
    if given:
        text = with_dataset(text, change.default, change.named)
    if change.union and any(operation.on_default for operation in operations(text)):
        _parse(text, probe)
        raise RequestError(
            "the update reads or writes the default graph, which here is the union of the named "
            "graphs and holds nothing itself; name a graph with GRAPH, WITH or USING"
        )
    return text


def _parse(text: str, probe: Probe) -> None:
    """Raises :class:`graph.errors.QuerySyntaxError`, before what is said of a broken text."""
    error = probe(text)
    if error is not None:
        raise refine(text, error)


def _write(change: Write) -> Outcome:
    graph = DefaultGraph() if change.graph is None else NamedNode(change.graph)
    # What is small is read before anyone has to wait for it, what is large as it is stored.
    held = [
        list(_quads(each, change, graph)) if isinstance(each.data, bytes) else each
        for each in change.documents
    ]
    shown = change.graph or "the default graph"
    with _changing(change, f"{change.method} {shown}") as draft:
        graphs = draft.base.manifest.graphs if draft.base else {}
        there = content(graphs, change.graph, union=False) if draft.base else None
        if not change.conditions.hold(there):
            raise ConditionError("If-Match, If-None-Match: the graph is not as they ask")
        if not held:
            _remove(draft, graph, there, shown)
        else:
            found = (q for each in held for q in _read(each, change, graph))
            if change.method == "PUT" or there is None:
                draft.replace_graph(graph, found)
            else:
                draft.add(found)
    return _made(draft, there=there is not None)


def _remove(draft: Draft, graph: Graph, there: str | None, shown: str) -> None:
    if there is None:
        release = draft.base.number if draft.base else 0
        raise NotFoundError(f"{shown}: no such graph in release {release}")
    if isinstance(graph, NamedNode):
        draft.remove_graph(graph)
    else:
        draft.replace_graph(graph, ())


def _read(held: list[Quad] | Document, change: Write, graph: Graph) -> Iterator[Quad]:
    return iter(held) if isinstance(held, list) else _quads(held, change, graph)


def _quads(document: Document, change: Write, graph: Graph) -> Iterator[Quad]:
    """The triples of a document, relative IRIs resolved against the graph's own."""
    data = document.data
    source = {"input": data} if isinstance(data, bytes) else {"path": data}
    try:
        for quad in parse(
            **source,
            format=READ[document.media_type],
            base_iri=change.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        ):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        raise RequestError(f"the body is not {document.media_type}: {error}") from error
