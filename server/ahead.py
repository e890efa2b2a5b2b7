"""Plain queries, given to their worker before the application is called.

Most are answered in less time than a thread takes to begin. So the front has the worker begin at
once, and the application finds the answer there when it asks for it; whatever is out of the
ordinary (a condition, an error, a busy pool) is left to the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, Request

from graph.errors import LianghuiError
from graph.sparql.query import QueryRequest
from graph.workers.begun import Begun
from server.config import Config
from server.current import Current
from server.engine import Engine
from server.execute import client_of
from server.notes import AHEAD, REFUSED, TOKEN
from server.parameters import Parameters, parameters_of
from server.sparql import asked, seconds

LONGEST = 20_000
"""Characters of an address from which its query is left to the application."""
_PLAIN = frozenset(
    {"query", "format", "output", "results", "timeout", "default-graph-uri", "named-graph-uri"}
)
_LEFT = (REFUSED, "HTTP_IF_NONE_MATCH")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A query that has begun: what was asked, and what is under way."""

    parameters: Parameters
    query: QueryRequest
    begun: Begun


class Starter:
    """Begins what can begin at once, on the release that is open and current."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._config = config
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._current: Current = app.extensions["lianghui.current"]

    def begin(self, environ: dict[str, Any]) -> Begun | None:
        """The query of a request, begun and noted in its ``environ``; None where none was."""
        if (
            environ["PATH_INFO"] != "/sparql"
            or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or len(environ["QUERY_STRING"]) > LONGEST
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

    def _begin(self, environ: dict[str, Any]) -> Ahead | None:
        config, release = self._config, self._current.held()
        parameters = parameters_of(environ)
        formats = parameters.all("format", "output", "results")
        if release is None or not parameters.names <= _PLAIN or "html" in formats:
            return None
        base = Request(environ, populate_request=False).base_url
        query = asked(parameters, base, environ.get("HTTP_ACCEPT"), config)
        begun = self._engine.begin(
            release,
            query,
            client_of(environ, config),
            seconds(parameters, config),
            environ[TOKEN],
        )
        return Ahead(parameters, query, begun) if begun is not None else None
