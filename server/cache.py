"""Answers that were given before, given again without asking the application.

A WSGI application around another. The release's number is part of every key, so an answer ends
with its release; what an answer depends on beside it (address, form, Accept, language) is too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.http import parse_cache_control_header, parse_etags

from server.cached_answers import SIZE, Answers, Entry
from server.notes import KEY, NOTES
from server.respond import request_number

LARGEST_BODY = 100_000
"""Bytes of a form from which a request is not looked up."""
FOUND = "lianghui.cache.found"
"""The key of what :meth:`Cache.holds` found for a request."""
_POSTED = ("application/x-www-form-urlencoded", "application/sparql-query")
_VARYING = (
    "REQUEST_METHOD",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_COOKIE",
    "HTTP_ORIGIN",
)
_PASSED_BY = (
    "HTTP_AUTHORIZATION",
    "HTTP_CONTENT_ENCODING",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)
_CONTENT = ("content-type", "content-length", "content-encoding", "content-language")


class Found(NamedTuple):
    """An answer that is kept, and its release."""

    entry: Entry
    release: int


class Cache:
    """The application, its repeated answers given from memory.

    ``number`` tells the current release's. Kept are answers with status 200 that say by
    ``X-Release`` that they are of that very release, without ``no-store``, ``private`` or a
    cookie, to requests without ``Authorization``.
    """

    def __init__(
        self, app: WSGIApplication, number: Callable[[], int | None], size: int = SIZE
    ) -> None:
        self._app, self._number = app, number
        self.answers = Answers(size)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        notes = environ.setdefault(NOTES, {})
        if FOUND in environ:
            entry, release = environ[FOUND]
            notes.update(entry.notes, cache="hit", release=release)
            return _again(entry, environ, start)
        key = environ[KEY] if KEY in environ else _key(environ)
        release = self._number() if key is not None else None
        if key is None or release is None:
            notes["cache"] = "pass"
            return self._app(environ, start)
        entry = self.answers.find(release, key)
        if entry is None:
            notes["cache"] = "miss"
            return self._ask(environ, start, release, key)
        notes.update(entry.notes, cache="hit", release=release)
        return _again(entry, environ, start)

    def holds(self, environ: WSGIEnvironment) -> bool:
        """Whether the answer is kept; a call with this ``environ`` then gives it at once."""
        key = environ[KEY] = _key(environ)
        release = self._number() if key is not None and len(self.answers) else None
        if key is None or release is None:
            return False
        entry = self.answers.find(release, key)
        if entry is not None:
            environ[FOUND] = Found(entry, release)
        return entry is not None

    def _ask(
        self, environ: WSGIEnvironment, start: StartResponse, release: int, key: bytes
    ) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            begun[:] = [(status, headers)]
            return start(status, headers, exc_info)

        answer = self._app(environ, cast(StartResponse, begin))
        if not begun or not self._may_keep(*begun[0], release):
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        headers = Headers(begun[0][1])
        if environ["REQUEST_METHOD"] == "HEAD" or len(body) == int(headers["Content-Length"]):
            self.take(release, key, headers, body, environ[NOTES])
        return [body]

    def take(
        self,
        release: int,
        key: bytes,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        notes: Mapping[str, Any],
    ) -> None:
        """Keeps an answer of that release, where there is room for it."""
        low = ((name.lower(), value) for name, value in headers)
        kept = tuple(each for each in low if each[0] != "x-request-id")
        tag = next((value for name, value in kept if name == "etag"), None)
        known = {name: notes[name] for name in ("rows", "truncated") if name in notes}
        self.answers.keep(release, key, Entry(kept, body, tag, known))

    def _may_keep(self, status: str, pairs: list[tuple[str, str]], release: int) -> bool:
        headers = Headers(pairs)
        control = parse_cache_control_header(headers.get("Cache-Control"))
        return (
            status.startswith("200")
            and headers.get("X-Release") == str(release)
            and "no-store" not in control
            and "private" not in control
            and "Set-Cookie" not in headers
            and headers.get("Content-Length", "").isdecimal()
            and int(headers["Content-Length"]) <= self.answers.largest
        )


def _key(environ: WSGIEnvironment) -> bytes | None:
    """What the answer depends on, None for a request that is not looked up."""
    if any(name in environ for name in _PASSED_BY):
        return None
    body = b""
    if environ["REQUEST_METHOD"] == "POST":
        read = _form(environ)
        if read is None:
            return None
        body = read
    elif environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    parts = [str(environ.get(name, "")) for name in _VARYING]
    return sha256(repr((parts, body)).encode("utf-8", "surrogateescape")).digest()


def _form(environ: WSGIEnvironment) -> bytes | None:
    """The body of a short query, put back for the application to read."""
    length = str(environ.get("CONTENT_LENGTH", ""))
    media_type = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    if environ["PATH_INFO"].rstrip("/") != "/sparql" or media_type not in _POSTED:
        return None
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _again(entry: Entry, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The kept answer, or 304 where the asker has it already."""
    number = ("X-Request-Id", request_number(environ))
    if _holds(environ, entry.tag) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        kept = [each for each in entry.headers if each[0] not in _CONTENT]
        start("304 NOT MODIFIED", [*kept, number])
        return []
    start("200 OK", [*entry.headers, number])
    return [entry.body]


def _holds(environ: WSGIEnvironment, tag: str | None) -> bool:
    """Whether the asker says that it holds what has this tag."""
    said = environ.get("HTTP_IF_NONE_MATCH")
    if said is None or tag is None:
        return False
    held = parse_etags(said)
    return bool(held.star_tag or held.contains_raw(tag))
