"""Has answers go compressed to whoever takes them so, each with a tag of its own."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

from graph.sparql.evaluate import SPOOL
from server.respond import chunks

COMPRESSED_FROM = 1024
"""Bytes from which an answer is compressed."""
_CODINGS = 128
"""Accept-Encoding headers whose meaning is remembered."""
_COMPRESSED = re.compile(
    r"text/|image/svg\+xml|application/(?:.*\+)?(?:json|xml)|application/(?:n-|trig)"
)


def register(app: Flask) -> None:
    """Has every answer of the app go compressed where asked for."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    length = response.content_length or 0
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not compressible(response.mimetype or "", length, request.environ)
    ):
        return response
    packed = SpooledTemporaryFile(SPOOL)  # noqa: SIM115
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=5, mtime=0) as out:
        for chunk in response.iter_encoded():
            out.write(chunk)
    response.close()
    response.content_length = packed.tell()
    packed.seek(0)
    response.response = chunks(packed)
    response.call_on_close(packed.close)
    response.headers["Content-Encoding"] = "gzip"
    tag_, weak = response.get_etag()
    if tag_ and not weak:
        response.set_etag(f"{tag_}-gzip")
    return response


def compressible(media_type: str, length: int, environ: WSGIEnvironment) -> bool:
    """Whether a body of that type and length goes compressed to whoever asked."""
    return length >= COMPRESSED_FROM and compressed(
        media_type, length, takes_gzip(environ.get("HTTP_ACCEPT_ENCODING"))
    )


def compressed(media_type: str, length: int, gzip: bool) -> bool:
    """Whether a body of that type and length goes compressed to who takes ``gzip`` or does not."""
    return gzip and length >= COMPRESSED_FROM and bool(_COMPRESSED.match(media_type))


def accepts_gzip() -> bool:
    """Whether the asker takes gzip as a coding."""
    return takes_gzip(request.headers.get("Accept-Encoding"))


@lru_cache(_CODINGS)
def takes_gzip(codings: str | None) -> bool:
    """Whether that ``Accept-Encoding`` takes gzip as a coding."""
    return parse_accept_header(codings).quality("gzip") > 0
