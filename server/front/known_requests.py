"""Requests that came before, letter by letter: what each asks is known without reading it again."""

from __future__ import annotations

from typing import Any, NamedTuple
from wsgiref.types import WSGIEnvironment

from server.compression import takes_gzip
from server.config import Config
from server.execute import forwarded_of
from server.front.early_queries import Asked
from server.notes import ASKED, KEY

KNOWN = 1024
"""Requests that are known at a time."""
LONGEST = 8_000
"""Characters of an address from which a request is read each time."""
_LOGGED = ("REQUEST_METHOD", "PATH_INFO")
_OWN = ("content-length", "transfer-encoding", "x-request-id", "if-none-match")
"""Headers by which two requests differ though all they say is the same, or are no question."""


class Known(NamedTuple):
    """What a request asks the cache for, and a worker where it is a plain query.

    ``forwarded`` is who asks through a proxy that says so, ``gzip`` whether they take that coding,
    and ``logged`` what of the request is logged.
    """

    key: bytes | None
    asked: Asked | None
    forwarded: str
    gzip: bool
    logged: dict[str, Any]


class Repeats:
    """The requests that were answered, by all that they said."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: dict[tuple[Any, ...], Known] = {}

    def find(self, scope: Any) -> Known | None:
        """What a request asks that came before."""
        return self._known.get(_said(scope)) if self._known else None

    def note(self, scope: Any, environ: WSGIEnvironment) -> None:
        """Remembers a request whose answer the cache holds, or a worker gave."""
        key, asked = environ.get(KEY), environ.get(ASKED)
        if scope.method != "GET" or len(scope.query_string) > LONGEST or not (key or asked):
            return
        if any(name in scope.headers for name in _OWN):
            return
        if len(self._known) >= KNOWN:
            self._known.clear()
        self._known[_said(scope)] = Known(
            key,
            asked,
            forwarded_of(environ, self._config),
            takes_gzip(environ.get("HTTP_ACCEPT_ENCODING")),
            {name: environ[name] for name in _LOGGED},
        )


def _said(scope: Any) -> tuple[Any, ...]:
    """All that a request without a body says."""
    return (
        scope.method,
        scope.scheme,
        scope.authority,
        scope.path,
        scope.query_string,
        scope.server,
        *scope.headers.items(),
    )
