"""Plain queries, given to their worker before the application is called.

Most are answered in less time than a thread takes to begin. So the front has the worker begin at
once, and the application finds the answer there when it asks for it; whatever is out of the
ordinary (a condition, an error, a busy pool) is left to the application.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Request
from werkzeug.http import parse_options_header

from graph.errors import LianghuiError, MediaTypeError
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.remember import LONGEST, TEXTS
from graph.workers.begun import Begun
from server.compression import compressible
from server.config import Config
from server.current import Current
from server.engine import Engine
from server.execute import client_of, note
from server.notes import AHEAD, ASKED, REFUSED, TOKEN
from server.parameters import FORM, FORMATS, Parameters, form_of, parameters_of, text_of
from server.respond import headers_of, request_number, tag
from server.sparql import QUERY, asked, seconds

_PLAIN = frozenset({"query", *FORMATS, "timeout", "default-graph-uri", "named-graph-uri"})
_PLACE = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
_ASKED = ("QUERY_STRING", "HTTP_ACCEPT", *_PLACE)
"""All that the query of a plain request depends on."""
_LEFT = (REFUSED, "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_CONTENT_ENCODING")


_tag = lru_cache(TEXTS)(tag)


class Asked(NamedTuple):
    """What a request asks, and the seconds that it may take."""

    parameters: Parameters
    query: QueryRequest
    seconds: float


class Ahead(NamedTuple):
    """A query that has begun: what was asked, of which release, and what is under way."""

    asked: Asked
    release: int
    begun: Begun

    @property
    def query(self) -> QueryRequest:
        """The query."""
        return self.asked.query

    def small(self) -> QueryAnswer | None:
        """Its answer where that is small and of this release; waits for it."""
        try:
            answer = self.begun.answer()
        except LianghuiError:
            return None
        plain = isinstance(answer.body, bytes) and answer.release == self.release
        return answer if plain else None


async def comes_soon(begun: Begun, seconds: float) -> bool:
    """Waits so long for a small answer, while the event loop goes on; whether all of it came."""
    loop = asyncio.get_running_loop()
    come: asyncio.Future[bool] = loop.create_future()
    loop.add_reader(begun.fileno(), _settle, come, True)
    late = loop.call_later(seconds, _settle, come, False)
    try:
        return await come and begun.is_whole
    finally:
        late.cancel()
        loop.remove_reader(begun.fileno())


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


class Short:
    """The application, but for small answers that were begun: they need nothing of it.

    What is unusual about an answer (an error, a large or compressed body, another release) is left
    to it.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        answer = small(environ)
        if answer is None:
            return self._app(environ, start)
        ahead: Ahead = environ.pop(AHEAD)
        note(environ, ahead.query, answer)
        posted = environ["REQUEST_METHOD"] == "POST"
        start("200 OK", described(answer, ahead, request_number(environ), posted=posted))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.taken()]


def small(environ: WSGIEnvironment) -> QueryAnswer | None:
    """The answer to a query that was begun, where it is sent as it is; waits for it."""
    ahead: Ahead | None = environ.get(AHEAD)
    answer = ahead.small() if ahead else None
    if answer is None or compressible(answer.media_type, answer.length, environ):
        return None
    return answer


def described(
    answer: QueryAnswer, ahead: Ahead, number: str, *, posted: bool = False
) -> list[tuple[str, str]]:
    """The headers of such an answer, to the request of that number."""
    name = None if posted else _tag(ahead.release, ahead.query)
    return headers_of(answer, name, number, ahead.release)


class Starter:
    """Begins what can begin at once, on the release that is open and current."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._config = config
        self._read = lru_cache(TEXTS)(partial(_read, config))
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._current: Current = app.extensions["lianghui.current"]

    def begin(self, environ: WSGIEnvironment) -> Begun | None:
        """The query of a request, begun and noted in its ``environ``; None where none was."""
        if self._config.anonymous_writes or (body := _body(environ)) is None:
            return None  # with such writes the application looks at who asks first
        try:
            read = self._read(*body, *(environ.get(name) for name in _ASKED))
        except LianghuiError:
            return None  # which the application meets again, and tells
        if read is None:
            return None
        environ[ASKED] = read
        found = self.again(read, client_of(environ, self._config), environ[TOKEN])
        if found is None:
            return None
        environ[AHEAD] = found
        return found.begun

    def again(self, asked: Asked, client: str, token: object) -> Ahead | None:
        """What was read before, begun for that client; None where it would have to wait."""
        release = self._current.held()
        if release is None:
            return None
        try:
            begun = self._engine.begin(release, asked.query, client, asked.seconds, token)
        except LianghuiError:
            return None
        return Ahead(asked, release.number, begun) if begun is not None else None


def _body(environ: WSGIEnvironment) -> tuple[str | None, bytes] | None:
    """The type and the bytes of a short request's body, no type by GET; None for all others."""
    if (
        environ["PATH_INFO"] != "/sparql"
        or len(environ["QUERY_STRING"]) > LONGEST  # what is found out is not remembered
        or any(name in environ for name in _LEFT)
    ):
        return None
    if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        return None, b""
    length = environ.get("CONTENT_LENGTH", "")
    if environ["REQUEST_METHOD"] != "POST" or not length.isdecimal() or int(length) > LONGEST:
        return None
    body = environ["wsgi.input"].read()
    environ["wsgi.input"].seek(0)
    return environ.get("CONTENT_TYPE", ""), body


def _read(
    config: Config,
    kind: str | None,
    body: bytes,
    address: str,
    accept: str | None,
    *place: str | None,
) -> Asked | None:
    """What is asked by a request that says that; None for what is no plain query."""
    parameters = parameters_of({"QUERY_STRING": address}) + _sent(kind, body)
    formats = parameters.all(*FORMATS)
    if not parameters.names <= _PLAIN or "html" in formats:
        return None
    given = {name: value for name, value in zip(_PLACE, place, strict=True) if value is not None}
    base = Request(given | {"SCRIPT_NAME": "", "PATH_INFO": "/sparql"}).base_url
    query = asked(parameters, base, accept, config)
    return Asked(parameters, query, seconds(parameters, config))


def _sent(kind: str | None, body: bytes) -> Parameters:
    """The parameters in a body."""
    media_type, options = parse_options_header(kind)
    if media_type == FORM:
        return form_of(body)
    if media_type == QUERY:
        return Parameters([("query", text_of(options.get("charset", "utf-8"), lambda: body))])
    if kind is not None:
        raise MediaTypeError(f"{kind}: is for the application to refuse")
    return Parameters([])
