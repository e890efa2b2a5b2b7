"""Turns answers into HTTP responses: tags, what the asker holds, the common headers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import IO
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

from graph.errors import RequestError
from graph.sparql.query import QueryAnswer, QueryRequest
from server.config import Config
from server.formats import content_type
from server.notes import REFUSED, REQUEST_ID, request_id

CHUNK = 1 << 16
_EXPOSED = (
    "Accept-Ranges, Content-Range, ETag, Link, Location, Retry-After, WWW-Authenticate,"
    " X-Release, X-Request-Id, X-Result-Truncated, X-Unknown-Terms"
)
_ALLOWED = (
    "Authorization, Content-Type, Accept, If-Match, If-None-Match, If-Range, If-Unmodified-Since,"
    " Range"
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""What a page may load: our own files, and nothing that stands inside the page."""
_VARY = ("Accept", "Accept-Encoding")
_COMMON = (
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Vary", ", ".join(_VARY)),
)
"""What every answer says that does not say otherwise; browsers take none for what it is not."""
_SHARED = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", _EXPOSED))
"""What lets pages of other sites read the answer."""


def tag(release: int, query: QueryRequest, *more: str) -> str:
    """The weak tag of a query's answer: the same release, request and formats, the same tag."""
    digest = sha256(repr((query, more)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{release}-{digest[:20]}"


def unchanged(name: str) -> Response | None:
    """The answer 304 where the asker holds what has this weak tag; asked before any work."""
    held = request.if_none_match
    if request.method not in {"GET", "HEAD"} or not held.contains_weak(name) or held.star_tag:
        return None
    answer = Response(status=304)
    answer.set_etag(name, weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def fresh(response: Response) -> Response:
    """The response, which nobody is to keep."""
    response.headers["Cache-Control"] = "no-store"
    return response


def answered(answer: QueryAnswer, name: str | None = None) -> Response:
    """The answer to a query as a response, with the weak tag ``name`` where it may have one."""
    body = answer.body if isinstance(answer.body, bytes) else chunks(answer.body)
    response = Response(body, headers=Headers(_described(answer, name)))
    if not isinstance(answer.body, bytes):
        # A body that is never sent (HEAD, 304) is never read to its end either.
        response.call_on_close(answer.body.close)
    tagged = "ETag" in response.headers
    if tagged and request.method in {"GET", "HEAD"} and request.if_none_match.star_tag:
        response.status_code = 304
        response.set_data(b"")
    return response


def headers_of(
    answer: QueryAnswer, name: str | None, number: str, release: int
) -> list[tuple[str, str]]:
    """All that a small answer says, from the release that it was asked of: as :func:`complete`."""
    last = ("X-Request-Id", number), ("X-Release", str(release))
    return [*_described(answer, name), *last, *_further(answer.deterministic and name is not None)]


@lru_cache
def _further(tagged: bool) -> tuple[tuple[str, str], ...]:
    """What such an answer says beside what is its own: one with a tag, one without."""
    return tuple(each for each in _COMMON + _SHARED if tagged or each[0] != "Cache-Control")


def _described(answer: QueryAnswer, name: str | None) -> list[tuple[str, str]]:
    """What the answer to a query says of itself, its weak tag ``name`` where it may have one."""
    headers = [_typed(answer.media_type), ("Content-Length", str(answer.length))]
    if answer.truncated:
        headers.append(("X-Result-Truncated", str(answer.rows)))
    if name is None or not answer.deterministic:
        headers.append(("Cache-Control", "no-cache" if answer.deterministic else "no-store"))
    else:
        headers.append(("ETag", f'W/"{name}"'))
    return headers


@lru_cache
def _typed(media_type: str) -> tuple[str, str]:
    return "Content-Type", content_type(media_type)


def complete(
    headers: Headers,
    number: str,
    release: int | None,
    began_on: int | None = None,
    *,
    shared: bool = True,
) -> None:
    """Adds what every answer says: the request's number, the release, and what is common to all.

    ``began_on`` is the older release that a query began on, where it did: nobody may keep its
    answer under the tag that it bears. ``shared`` lets pages of other sites read it.
    """
    headers["X-Request-Id"] = number
    if began_on is not None:
        headers["X-Release"] = str(began_on)
        headers["Cache-Control"] = "no-store"
        headers.remove("ETag")
    elif release is not None:
        headers.setdefault("X-Release", str(release))
    # One look at all that are there is cheaper than one for each.
    there = {name.lower() for name, _ in headers}
    for name, value in _COMMON + (_SHARED if shared else ()):
        if name.lower() not in there:
            headers.add(name, value)


def request_number(environ: WSGIEnvironment) -> str:
    """What the request is called: as its client says, where that is a name, or anew."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if REQUEST_ID.fullmatch(given) else request_id()


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file's bytes from where it stands; it is closed behind the last."""
    with file:
        while data := file.read(CHUNK):
            yield data


def register(app: Flask, config: Config) -> None:
    """Has every answer of the app carry the common headers."""

    @app.before_request
    def number() -> None:
        g.request_id = request_number(request.environ)
        if REFUSED in request.environ:
            raise request.environ[REFUSED]
        host = request.environ.get("HTTP_HOST", "")
        if request.environ["SERVER_PROTOCOL"] != "HTTP/1.0" and ("," in host or not host):
            raise RequestError("Host: a request has one such header (RFC 9112, section 3.2)")

    @app.after_request
    def finish(response: Response) -> Response:
        if "Vary" in response.headers:
            response.vary.update(_VARY)
        number = g.get("request_id") or request_id()
        release = g.release.number if "release" in g else None
        began_on = g.get("answered_from")
        shared = not config.anonymous_writes
        complete(response.headers, number, release, began_on, shared=shared)
        if response.mimetype in {"text/html", "image/svg+xml", "application/xhtml+xml"}:
            response.headers.setdefault("Content-Security-Policy", POLICY)
        if shared:
            _allow(response)
        return response


def _allow(response: Response) -> None:
    """The preflight of a browser needs no token."""
    if request.method == "OPTIONS":
        allowed = response.headers.get("Allow", "GET, HEAD, OPTIONS, POST")
        response.headers["Access-Control-Allow-Methods"] = allowed
        response.headers["Access-Control-Allow-Headers"] = _ALLOWED
        response.headers["Access-Control-Max-Age"] = "86400"
