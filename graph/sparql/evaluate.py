"""Answers one query from one store, in this process."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from graph.errors import (
    NotAcceptableError,
    QueryFailedError,
    RequestError,
)
from graph.sparql.beforehand import prepare
from graph.sparql.documents import with_documents
from graph.sparql.federate import with_answers
from graph.sparql.keywords import dataset, query_probe, without_services
from graph.sparql.lines import write_constructed
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.quick import quick
from graph.sparql.remember import LONGEST, TEXTS
from graph.sparql.serialise import (
    BOOLEANS,
    GRAPHS,
    ROWS,
    count_rows,
    tidied,
    write_rows,
    write_triples,
)
from graph.sparql.spool import SPOOL, Spool
from graph.sparql.syntax import refine
from graph.sparql.tokens import bind, deterministic, limited, outline

__all__ = ["SPOOL", "evaluate", "prepare"]


def evaluate(store: Store, request: QueryRequest) -> QueryAnswer:
    """The whole answer to a query.

    Raises :class:`graph.errors.QuerySyntaxError`, :class:`graph.errors.RemoteRefusedError` for a
    SERVICE or a graph elsewhere that is not listed, :class:`graph.errors.RemoteNeededError` where
    one is listed and has still to be asked, :class:`NotAcceptableError`, and
    :class:`QueryFailedError` for what the engine cannot run.
    """
    known = len(request.text) <= LONGEST and not request.fetched
    text, graphs, certain = (_known if known else _read)(request)
    if (
        "default_graph" in graphs
        and (joined := with_documents(store, request, graphs)) is not store
    ):
        store, certain = joined, False
    text = with_answers(store, request, text, graphs)
    results = _run(store, request, _capped(text, request.max_rows), graphs)
    if isinstance(results, QueryBoolean):
        return _boolean(results, request.formats.boolean, certain)
    if not isinstance(results, QuerySolutions):
        return _triples(results, request, certain, outline(text).form)
    answer = _rows(results, request.formats.rows, certain)
    if request.max_rows is not None and answer.rows > request.max_rows:
        if not isinstance(answer.body, bytes):
            answer.body.close()
        cut = limited(text, request.max_rows)
        answer = _rows(_run(store, request, cut, graphs), request.formats.rows, certain, cut=True)
    return answer


def _read(request: QueryRequest) -> tuple[str, Mapping[str, Any], bool]:
    """The text for the engine, the dataset for it, and whether its answer is always the same."""
    probe = query_probe(request.base)
    text = without_services(request.text, probe, request.base, request.remote)
    bound = bind(text, request.bindings)
    return bound, _graphs(request, text), deterministic(bound)


_known = lru_cache(TEXTS)(_read)


def _graphs(request: QueryRequest, text: str) -> dict[str, Any]:
    """The dataset for the engine: the protocol's, else the query's own, else the service's."""
    default, named = request.default_graphs, request.named_graphs
    if not default and not named:
        own = dataset(text, request.base)
        if own is None:
            return {"use_default_graph_as_union": request.union}
        default, named = own.default, own.named
    return {
        "default_graph": [_name(iri) for iri in default],
        "named_graphs": [_name(iri) for iri in named],
    }


def _name(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise RequestError(f"{iri}: not an absolute IRI, so no graph's name") from error


def _capped(text: str, max_rows: int | None) -> str:
    """The text asking for one row more than the cap, so that a cut shows."""
    if max_rows is None or outline(text).form != "SELECT":
        return text
    return limited(text, max_rows + 1)


def _run(store: Store, request: QueryRequest, text: str, graphs: Mapping[str, Any]) -> Any:
    try:
        return _quickly(store, text, base_iri=request.base, **graphs)
    except SyntaxError as error:
        probe = query_probe(request.base)
        if own := probe(request.text):
            raise refine(request.text, own, probe) from error
        raise RequestError("the query does not take these bindings as they are") from error
    except ValueError as error:
        raise RequestError(str(error)) from error
    except RuntimeError as error:
        raise QueryFailedError(str(error)) from error


def _quickly(store: Store, text: str, **options: Any) -> Any:
    """The answer to the text rewritten to be quick; to the text itself where that has an error."""
    # Another engine behind the store may not know LATERAL, which no standard has yet.
    if isinstance(store, Store):
        sooner = quick(text, store, options.get("base_iri"))
        if sooner != text:
            with suppress(SyntaxError):
                return store.query(sooner, **options)
    return store.query(text, **options)


def _boolean(result: QueryBoolean, media_type: str | None, certain: bool) -> QueryAnswer:
    if media_type is None:
        raise NotAcceptableError(BOOLEANS)
    body = result.serialize(format=ROWS[media_type]) or b""
    return QueryAnswer(media_type, body, len(body), 1, deterministic=certain)


def _rows(
    solutions: QuerySolutions, media_type: str | None, certain: bool, *, cut: bool = False
) -> QueryAnswer:
    if media_type is None:
        raise NotAcceptableError(tuple(ROWS))
    with Spool() as out:
        write_rows(solutions, media_type, out)
        body, length = out.whole()
    return QueryAnswer(media_type, body, length, _count(media_type, body), cut, certain)


def _triples(
    triples: QueryTriples, request: QueryRequest, certain: bool, form: str | None
) -> QueryAnswer:
    media_type = request.formats.graph
    if media_type is None:
        raise NotAcceptableError(tuple(GRAPHS))
    with Spool() as out:
        # Another engine behind the store gives triples that know no way to write themselves.
        own = isinstance(triples, QueryTriples)
        if own and form == "CONSTRUCT" and media_type == "application/n-triples":
            count, cut = write_constructed(triples, out, request.max_rows)
        else:
            count, cut = write_triples(triples, media_type, out, request.max_rows)
        body, length = tidied(media_type, *out.whole())
    return QueryAnswer(media_type, body, length, count, cut, certain)


def _count(media_type: str, body: bytes | IO[bytes]) -> int:
    if isinstance(body, bytes):
        return count_rows(media_type, body)
    with mmap.mmap(body.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return count_rows(media_type, data)
