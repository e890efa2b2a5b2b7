"""The application as WSGI (PEP 3333) has it: what it is told, and all that it says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import quote
from wsgiref.types import StartResponse

from flask import Flask

INLINE = 1 << 20
"""Bytes from which an answer is kept in a file until it is sent."""
_NAMES = 128
"""Names of headers whose keys are remembered."""


@dataclass(slots=True)
class Answer:
    """What the application said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | IO[bytes]


def environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """A request of Granian's in those terms."""
    host, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "REQUEST_URI": quote(scope.path),
        "QUERY_STRING": scope.query_string.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address_of(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        found["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        key = _key(name)
        if key in found:
            value = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        found[key] = value
    return found


def address_of(scope: Any) -> str:
    """Where a request came from, without the port."""
    address: str = scope.client.rpartition(":")[0].strip("[]")
    return address


@lru_cache(_NAMES)
def _key(name: str) -> str:
    name = name.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


def call(app: Flask, environ: dict[str, Any]) -> Answer:
    """Has the application answer, all of it."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        del exc_info  # nothing has gone out yet, so a second start may replace the first
        begun[:] = [(status, headers)]

    given = app(environ, cast(StartResponse, start))
    try:
        body = _whole(given)
    finally:
        cast(Callable[[], None], getattr(given, "close", lambda: None))()
    status, headers = begun[0]
    return Answer(int(status[:3]), headers, body)


def _whole(given: Iterable[bytes]) -> bytes | IO[bytes]:
    chunks = iter(given)
    first, second = next(chunks, b""), next(chunks, None)
    if second is None and len(first) <= INLINE:
        return first
    out = SpooledTemporaryFile(INLINE)  # noqa: SIM115 -- closed when it has been sent
    for chunk in chain((first, second or b""), chunks):  # writelines would take all into memory
        out.write(chunk)
    if out.tell() > INLINE:
        out.flush()
        return cast(IO[bytes], out)
    with out:
        out.seek(0)
        return out.read()
