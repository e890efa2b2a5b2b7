"""Turns answers into HTTP responses: tags, conditions, compression, the common headers."""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Iterable, Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Flask, Response, g, request
from werkzeug.http import parse_accept_header

from graph.sparql.evaluate import SPOOL
from graph.sparql.query import QueryAnswer, QueryRequest
from server.config import Config
from server.formats import content_type
from server.notes import REFUSED, REQUEST_ID

CHUNK = 1 << 16
COMPRESSED_FROM = 1024
"""Bytes from which an answer is compressed."""

_COMPRESSED = re.compile(
    r"text/|image/svg\+xml|application/(?:.*\+)?(?:json|xml)|application/(?:n-|trig)"
)
_EXPOSED = (
    "ETag, Link, Location, Retry-After, X-Release, X-Request-Id, X-Result-Truncated,"
    " X-Unknown-Terms"
)
_ALLOWED = "Authorization, Content-Type, Accept, If-Match, If-None-Match"
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


def answered(answer: QueryAnswer, name: str | None = None) -> Response:
    """The answer to a query as a response, with the weak tag ``name`` where it may have one."""
    body = answer.body if isinstance(answer.body, bytes) else _chunks(answer.body)
    response = Response(body, content_type=content_type(answer.media_type))
    response.content_length = answer.length
    if not isinstance(answer.body, bytes):
        # A body that is never sent (HEAD, 304) is never read to its end either.
        response.call_on_close(answer.body.close)
    if answer.truncated:
        response.headers["X-Result-Truncated"] = str(answer.rows)
    if name is None or not answer.deterministic:
        response.headers["Cache-Control"] = "no-store" if not answer.deterministic else "no-cache"
        return response
    response.set_etag(name, weak=True)
    if request.method in {"GET", "HEAD"} and request.if_none_match.star_tag:
        response.status_code = 304
        response.set_data(b"")
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while data := file.read(CHUNK):
            yield data


def register(app: Flask, config: Config) -> None:
    """Has every answer of the app carry the common headers, compressed where asked for."""

    @app.before_request
    def number() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        if REFUSED in request.environ:
            raise request.environ[REFUSED]

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id") or uuid.uuid4().hex
        if "answered_from" in g:
            # It began on an older release, whose tag it bears: nobody may keep it under that.
            response.headers["X-Release"] = str(g.answered_from)
            response.headers["Cache-Control"] = "no-store"
            response.headers.remove("ETag")
        elif "release" in g:
            response.headers.setdefault("X-Release", str(g.release.number))
        if "Vary" in response.headers:
            response.vary.update(_VARY)
        _fill(response, _COMMON)
        if response.mimetype in {"text/html", "image/svg+xml", "application/xhtml+xml"}:
            response.headers.setdefault("Content-Security-Policy", POLICY)
        if not config.anonymous_writes:
            _fill(response, _SHARED)
            _allow(response)
        return _compress(response)


def _fill(response: Response, pairs: Iterable[tuple[str, str]]) -> None:
    """Adds the headers that are not there: one look at all is cheaper than one for each."""
    there = {name.lower() for name, _ in response.headers}
    for name, value in pairs:
        if name.lower() not in there:
            response.headers.add(name, value)


def _allow(response: Response) -> None:
    """The preflight of a browser needs no token."""
    if request.method == "OPTIONS":
        allowed = response.headers.get("Allow", "GET, HEAD, OPTIONS, POST")
        response.headers["Access-Control-Allow-Methods"] = allowed
        response.headers["Access-Control-Allow-Headers"] = _ALLOWED
        response.headers["Access-Control-Max-Age"] = "86400"


def _compress(response: Response) -> Response:
    length = response.content_length or 0
    if (
        length < COMPRESSED_FROM
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not _COMPRESSED.match(response.mimetype or "")
        or not accepts_gzip()
    ):
        return response
    packed = SpooledTemporaryFile(SPOOL)  # noqa: SIM115
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=5, mtime=0) as out:
        for chunk in response.iter_encoded():
            out.write(chunk)
    response.close()
    response.content_length = packed.tell()
    packed.seek(0)
    response.response = _chunks(packed)
    response.call_on_close(packed.close)
    response.headers["Content-Encoding"] = "gzip"
    tag_, weak = response.get_etag()
    if tag_ and not weak:
        response.set_etag(f"{tag_}-gzip")
    return response


def accepts_gzip() -> bool:
    """Whether the asker takes gzip as a coding."""
    accepted = parse_accept_header(request.headers.get("Accept-Encoding"))
    return accepted.quality("gzip") > 0
