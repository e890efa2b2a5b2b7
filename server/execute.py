"""The one function through which every query goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIEnvironment

from flask import current_app, g, request
from pyoxigraph import Literal, NamedNode

from graph.sparql.evaluate import evaluate
from graph.sparql.query import QueryAnswer, QueryRequest
from server.config import Config
from server.current import Release, config
from server.engine import Engine
from server.notes import AHEAD, NOTES, TOKEN

if TYPE_CHECKING:
    from server.front.early_queries import Ahead


def execute(release: Release, query: QueryRequest, seconds: float | None = None) -> QueryAnswer:
    """Answers a query from a release, in at most ``seconds`` and within the service's limits.

    Where a newer release was published meanwhile, the answer may be that one's, and says so.
    Raises what :meth:`graph.workers.pool.Pool.run` raises.
    """
    answer = _answer(release, query, seconds)
    if answer.release not in (None, release.number):
        g.answered_from = answer.release
    note(request.environ, query, answer)
    return answer


def note(environ: WSGIEnvironment, query: QueryRequest, answer: QueryAnswer) -> None:
    """Notes for the log what a request asked and got."""
    notes = environ.setdefault(NOTES, {})
    notes.update(rows=answer.rows, truncated=answer.truncated, query=query.text)


def _answer(release: Release, query: QueryRequest, seconds: float | None) -> QueryAnswer:
    if not config().isolated:
        return evaluate(release.store, query)
    request.environ.setdefault(NOTES, {}).setdefault("query", query.text)
    ahead: Ahead | None = request.environ.get(AHEAD)
    if ahead is not None and ahead.query is query:
        del request.environ[AHEAD]
        return ahead.begun.answer()
    engine: Engine = current_app.extensions["lianghui.engine"]
    return engine.answer(release, query, client(), seconds, request.environ.get(TOKEN))


def client() -> str:
    """Who asks, for the fair share: the address that the request came from.

    Behind a proxy, the last address that the proxy says it came from.
    """
    return client_of(request.environ, config())


def client_of(environ: WSGIEnvironment, settings: Config) -> str:
    """Who asks in the request with that environment."""
    return forwarded_of(environ, settings) or environ.get("REMOTE_ADDR") or ""


def forwarded_of(environ: WSGIEnvironment, settings: Config) -> str:
    """Who asks through a proxy in front, as it says; nobody where there is none."""
    said: str = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.behind_proxy else ""
    return said.rpartition(",")[2].strip()


def select(
    release: Release,
    text: str,
    bindings: Mapping[str, NamedNode | Literal] = MappingProxyType({}),
    *,
    union: bool = True,
) -> list[dict[str, dict[str, Any]]]:
    """The rows of a SELECT of ours, each a map from variable to a term of SPARQL's JSON."""
    pairs = tuple((name, str(term)) for name, term in bindings.items())
    query = QueryRequest(text, union=union, bindings=pairs)
    rows: list[dict[str, dict[str, Any]]] = json.loads(read(release, query))["results"]["bindings"]
    return rows


def read(release: Release, query: QueryRequest) -> bytes:
    """The body of the answer to a query of ours, all of it in memory, from that very release."""
    answer = _answer(release, query, None)
    if answer.release not in (None, release.number):
        _close(answer)
        # A page asks several questions: it shows one release, though another has come.
        answer = evaluate(release.store, query)
    return answer.taken()


def _close(answer: QueryAnswer) -> None:
    if not isinstance(answer.body, bytes):
        answer.body.close()
