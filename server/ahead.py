"""Plain queries, given to their worker before the application is called.

Most are answered in less time than a thread takes to begin. So the front has the worker begin at
once, and the application finds the answer there when it asks for it; whatever is out of the
ordinary (a condition, an error, a busy pool) is left to the application.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Request

from graph.errors import LianghuiError
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.remember import LONGEST
from graph.workers.begun import Begun
from server.config import Config
from server.current import Current
from server.engine import Engine
from server.execute import client_of, note
from server.notes import AHEAD, REFUSED, TOKEN
from server.parameters import Parameters, parameters_of
from server.respond import complete, compressible, described, request_number, tag
from server.sparql import asked, seconds

_PLAIN = frozenset(
    {"query", "format", "output", "results", "timeout", "default-graph-uri", "named-graph-uri"}
)
_PLACE = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
_PLACES = 128
"""Names of this service whose address is remembered."""
_LEFT = (REFUSED, "HTTP_IF_NONE_MATCH")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A query that has begun: what was asked, and what is under way."""

    parameters: Parameters
    query: QueryRequest
    release: int
    begun: Begun


class Short:
    """The application, but for small answers that were begun: they need nothing of it.

    What is unusual about an answer (an error, a large or compressed body) is left to it.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        ahead: Ahead | None = environ.get(AHEAD)
        answer = _small(ahead.begun, environ) if ahead else None
        if ahead is None or answer is None:
            return self._app(environ, start)
        del environ[AHEAD]
        note(environ, ahead.query, answer)
        headers = described(answer, tag(ahead.release, ahead.query))
        other = answer.release if answer.release != ahead.release else None
        complete(headers, request_number(environ), ahead.release, other)
        start("200 OK", headers.to_wsgi_list())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.taken()]


def _small(begun: Begun, environ: WSGIEnvironment) -> QueryAnswer | None:
    """The answer, where it is sent as it is."""
    try:
        answer = begun.answer()
    except LianghuiError:
        return None
    whole = isinstance(answer.body, bytes)
    return answer if whole and not compressible(answer.media_type, answer.length, environ) else None


class Starter:
    """Begins what can begin at once, on the release that is open and current."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._config = config
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._current: Current = app.extensions["lianghui.current"]

    def begin(self, environ: WSGIEnvironment) -> Begun | None:
        """The query of a request, begun and noted in its ``environ``; None where none was."""
        if (
            self._config.anonymous_writes  # which looks at who asks first
            or environ["PATH_INFO"] != "/sparql"
            or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or len(environ["QUERY_STRING"]) > LONGEST  # what is found out is not remembered
            or any(name in environ for name in _LEFT)
        ):
            return None
        try:
            found = self._begin(environ)
        except LianghuiError:
            return None  # which the application meets again, and tells
        if found is not None:
            environ[AHEAD] = found
            return found.begun
        return None

    def _begin(self, environ: WSGIEnvironment) -> Ahead | None:
        config, release = self._config, self._current.held()
        parameters = parameters_of(environ)
        formats = parameters.all("format", "output", "results")
        if release is None or not parameters.names <= _PLAIN or "html" in formats:
            return None
        base = _base(*(environ.get(name) for name in _PLACE))
        query = asked(parameters, base, environ.get("HTTP_ACCEPT"), config)
        begun = self._engine.begin(
            release,
            query,
            client_of(environ, config),
            seconds(parameters, config),
            environ[TOKEN],
        )
        return Ahead(parameters, query, release.number, begun) if begun is not None else None


@lru_cache(_PLACES)
def _base(*place: str | None) -> str:
    """The address of a request without its query, as the application has it."""
    environ = {name: value for name, value in zip(_PLACE, place, strict=True) if value is not None}
    return Request(environ | {"SCRIPT_NAME": "", "PATH_INFO": "/sparql"}).base_url
