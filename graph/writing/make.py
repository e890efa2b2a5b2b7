"""Makes one change, in the process that was started for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.derived import refuse
from graph.errors import ConditionError, NotFoundError, QueryFailedError, RequestError
from graph.gate import prepare
from graph.home.publish import derives, publishing
from graph.open import open_home
from graph.rdf.document import Document
from graph.releases import Draft
from graph.remote.documents import read, triples
from graph.sparql.keywords import Load, loads, update_probe, without_services
from graph.sparql.operations import operations, touched
from graph.sparql.query import QueryAnswer
from graph.sparql.sound import Probe
from graph.sparql.syntax import refine
from graph.sparql.using import with_dataset
from graph.writing.change import Change, Outcome, Update, Write, content, told
from ontology.names import BASE

__all__ = ["answer", "make", "prepare", "prepared"]

_NAMED = 3
"""Graphs that a release's reason names."""
SHORT = 100_000
"""Code points up to which an update is parsed before a draft is made for it."""
_UNNAMED = (
    "the update reads or writes the default graph, which here is the union of the named graphs and "
    "holds nothing itself; name a graph with GRAPH, WITH or USING"
)
_SAMPLE = "<urn:x-lianghui:loaded> <urn:x-lianghui:loaded> 0"

Graph = NamedNode | DefaultGraph


def answer(_: Store | None, change: Change) -> QueryAnswer:
    """The outcome of a change in the form in which a worker answers."""
    return told(make(change))


def make(change: Change) -> Outcome:
    """Makes the change as one release, unless nothing in it changes.

    Raises what :func:`graph.home.publish.publishing` raises, ConditionError, NotFoundError,
    :class:`QueryFailedError` for what the engine refuses to do, such as creating a graph that is
    there, RequestError and RemoteRefusedError for what was sent, and RequestError for what
    :func:`graph.derived.refuse` refuses.
    """
    if isinstance(change, Update):
        return _update(change)
    assert isinstance(change, Write)  # noqa: S101 -- there are only these two
    return _write(change)


@contextmanager
def _changing(change: Change, reason: str, named: Collection[str]) -> Iterator[Draft]:
    """A draft for a change of the graphs that are named, and perhaps of others."""
    with publishing(open_home(change.home), reason, foreign=True) as draft:
        try:
            yield draft
        except RuntimeError as error:
            raise QueryFailedError(str(error)) from error
        if draft.base is not None and not draft.changed:
            draft.cancel()
        elif derives(draft):
            refuse(draft, named)


def _made(draft: Draft, *, there: bool) -> Outcome:
    base = draft.base.number if draft.base else 0
    return Outcome(draft.published.number if draft.published else base, there)


def _update(change: Update) -> Outcome:
    text = prepared(change)
    graphs = touched(text)
    with _changing(change, _reason(graphs), graphs or ()) as draft:
        base = draft.base.number if draft.base else None
        if not change.conditions.hold(None if base is None else str(base)):
            raise ConditionError(f"If-Match, If-None-Match: the release is {base or 0} now")
        try:
            draft.update(text, base_iri=change.base, graphs=graphs)
        except SyntaxError as error:
            raise refine(text, error, update_probe(change.base)) from error
    return _made(draft, there=base is not None)


def _reason(graphs: frozenset[str] | None) -> str:
    """What a release says that an update made: the graphs that it names, not what it says."""
    named = sorted(each.removeprefix(BASE) for each in graphs or ())
    more = [f"and {len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return " ".join(["update", *named[:_NAMED], *more])


def prepared(change: Update) -> str:
    """The update, sound, with its dataset and without what would fetch.

    Raises :class:`RequestError`, :class:`graph.errors.RemoteRefusedError`, and
    :class:`graph.errors.RemoteNeededError` for a document to load that is listed.
    """
    probe = update_probe(change.base)
    text = without_services(change.text, probe)
    found = loads(text, probe, change.base, change.remote)
    sound = _sound(_inserting(text, found, [_SAMPLE] * len(found)), change, probe)
    if not found:
        return sound
    said = [_triples(each, change) for each in found]
    return _with_dataset(_inserting(text, found, said), change)


def _inserting(text: str, found: Sequence[Load], said: Sequence[str]) -> str:
    """The update with an INSERT DATA in place of each LOAD."""
    for load, data in reversed([*zip(found, said, strict=True)]):
        inside = f"GRAPH {load.into} {{ {data} }}" if load.into else data
        text = f"{text[: load.start]}INSERT DATA {{ {inside} }}{text[load.end :]}"
    return text


def _triples(load: Load, change: Update) -> str:
    if load.iri is None:
        return ""
    return "".join(f"{each} .\n" for each in triples(change, load.iri, silent=load.silent))


def _sound(text: str, change: Update, probe: Probe) -> str:
    """The update with its dataset, looked at before anything is fetched or changed for it."""
    if change.default or change.named or len(text) < SHORT:
        _parse(text, probe)
    text = _with_dataset(text, change)
    try:
        if change.union and any(operation.on_default for operation in operations(text)):
            raise RequestError(_UNNAMED)
    except RequestError:
        _parse(text, probe)
        raise
    return text


def _with_dataset(text: str, change: Update) -> str:
    given = change.default or change.named
    return with_dataset(text, change.default, change.named) if given else text


def _parse(text: str, probe: Probe) -> None:
    """Raises :class:`graph.errors.QuerySyntaxError`, before what is said of a broken text."""
    error = probe(text)
    if error is not None:
        raise refine(text, error, probe)


def _write(change: Write) -> Outcome:
    graph = DefaultGraph() if change.graph is None else NamedNode(change.graph)
    # What is small is read before anyone has to wait for it, what is large as it is stored.
    held = [
        list(_quads(each, change, graph)) if isinstance(each.data, bytes) else each
        for each in change.documents
    ]
    shown = change.graph or "the default graph"
    with _changing(change, f"{change.method} {shown}", [shown]) as draft:
        graphs = draft.base.manifest.graphs if draft.base else {}
        there = content(graphs, change.graph, union=False) if draft.base else None
        if not held and there is None:  # told before any condition (RFC 9110, section 13.2.1)
            release = draft.base.number if draft.base else 0
            raise NotFoundError(f"{shown}: no such graph in release {release}")
        if not change.conditions.hold(there):
            raise ConditionError("If-Match, If-None-Match: the graph is not as they ask")
        if not held:
            _remove(draft, graph)
        else:
            found = (q for each in held for q in _read(each, change, graph))
            if change.method == "PUT" or there is None:
                draft.replace_graph(graph, found)
            else:
                draft.add(found)
    return _made(draft, there=there is not None)


def _remove(draft: Draft, graph: Graph) -> None:
    if isinstance(graph, NamedNode):
        draft.remove_graph(graph)
    else:
        draft.replace_graph(graph, ())


def _read(held: list[Quad] | Document, change: Write, graph: Graph) -> Iterator[Quad]:
    return iter(held) if isinstance(held, list) else _quads(held, change, graph)


def _quads(document: Document, change: Write, graph: Graph) -> Iterator[Quad]:
    """The triples of a document, relative IRIs resolved against the graph's own."""
    for quad in read(document, change.base, change):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
