"""What stands before the application under Granian: it takes bodies in and gives answers out.

An RSGI application around a WSGI one. It reads each body within limits of size and time before a
thread is spent on it, stops the query of a client that hangs up, and has each answer whole
before the first byte of it goes, so that a status is always true.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import quote
from wsgiref.types import StartResponse

from flask import Flask

from graph.errors import RequestError, SlowBodyError, TooLargeError
from graph.workers.begun import Begun
from server.ahead import Starter, small
from server.cache import FOUND, Cache
from server.config import Config
from server.engine import Engine
from server.notes import AFTER, AHEAD, BEGAN, REFUSED, TOKEN
from server.repeats import Repeats
from server.tokens import listed

IDLE_SECONDS = 10.0
"""How long a body's sender may pause."""
SLOWEST = 20_000
"""Bytes a second that a body has to come with, after the first :data:`IDLE_SECONDS`."""
LINGER_BYTES, LINGER_SECONDS = 16 << 20, 1.0
"""How much of a body that is too large is read and dropped, so that its sender hears why."""
INLINE = 1 << 20
"""Bytes from which an answer is kept in a file until it is sent."""
_OPENED_SECONDS = 15.0
_SOON = 0.02
"""Seconds after which it is watched whether the client is still there: most have their answer."""
_LARGE = ("/update", "/store")


@dataclass(slots=True)
class _Answer:
    """What the application said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | IO[bytes]


class Front:
    """The application as Granian calls it."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._app, self._config = app, config
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._cache: Cache | None = app.extensions.get("lianghui.cache")
        observer = app.extensions["lianghui.observer"]
        self._repeats = Repeats(self._cache, observer) if self._cache else None
        self._starter = Starter(app, config)
        self._threads = ThreadPoolExecutor(self._engine.threads + 16, "request")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the query workers, once all requests have ended."""
        del loop
        self._engine.close()
        self._app.extensions["lianghui.writer"].close()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        if scope.proto != "http" or (self._repeats and self._repeats.answer(scope, proto)):
            return
        try:
            body, more = await self._receive(scope, proto), {TOKEN: object()}
        except RequestError as error:
            body, more = io.BytesIO(), {REFUSED: error, "CONTENT_LENGTH": "0"}
        with body:
            after: list[Callable[[], None]] = []
            environ = _environ(scope, body) | more | {BEGAN: time.monotonic(), AFTER: after}
            try:
                answer = await self._answer(environ, proto)
                if REFUSED in more:
                    answer.headers.append(("connection", "close"))
                _send(proto, scope.method, answer)
                if self._repeats and FOUND in environ:
                    self._repeats.note(scope, environ)
            finally:
                for each in after:
                    each()

    async def _answer(self, environ: dict[str, Any], proto: Any) -> _Answer:
        """The application's answer; the query is stopped when nobody waits for it any more.

        One that the cache holds, or that a worker has soon, is given here and now: a thread would
        cost more than it takes.
        """
        if self._cache and self._cache.holds(environ):
            return _call(self._app, environ)
        begun = self._starter.begin(environ)
        if begun is not None and await _comes_soon(begun) and small(environ):
            return self._finish(environ)
        loop = asyncio.get_running_loop()
        working = loop.run_in_executor(self._threads, self._finish, environ)
        await asyncio.wait({working}, timeout=0 if begun else _SOON)
        if working.done():
            return working.result()
        gone = asyncio.ensure_future(proto.client_disconnect())
        try:
            await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
            while not working.done():
                self._engine.cancel(environ[TOKEN])
                await asyncio.wait({working}, timeout=0.5)
            answer = working.result()
        finally:
            gone.cancel()
        return answer

    def _finish(self, environ: dict[str, Any]) -> _Answer:
        """Has the application answer, and nobody wait for a query that it did not ask for."""
        try:
            return _call(self._app, environ)
        finally:
            if ahead := environ.get(AHEAD):
                ahead.begun.drop()

    async def _receive(self, scope: Any, proto: Any) -> IO[bytes]:
        """The body, in a file when it is large. Raises TooLargeError, SlowBodyError."""
        if not _has_body(scope):
            return io.BytesIO()
        limit = self._limit(scope)
        length = scope.headers.get("content-length") or "0"
        if length.isdecimal() and int(length) > limit:
            if "expect" not in scope.headers:
                await _drop(aiter(proto))
            raise _too_large(limit)
        out = cast(IO[bytes], SpooledTemporaryFile(INLINE))  # noqa: SIM115 -- its user closes it
        try:
            await self._fill(out, proto, limit)
        except BaseException:
            out.close()
            raise
        out.seek(0)
        return out

    async def _fill(self, out: IO[bytes], proto: Any, limit: int) -> None:
        loop = asyncio.get_running_loop()
        began, taken = loop.time(), 0
        chunks = aiter(proto)
        while True:
            until = min(loop.time(), began + taken / SLOWEST) + IDLE_SECONDS
            try:
                async with asyncio.timeout_at(until):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise SlowBodyError(
                    f"a body may pause for {IDLE_SECONDS:g} s, and comes with {SLOWEST:,} bytes a"
                    " second on average"
                ) from None
            taken += len(chunk)
            if taken > limit:
                await _drop(chunks)
                raise _too_large(limit)
            out.write(chunk)

    def _limit(self, scope: Any) -> int:
        """The bytes that this request may send: many only for who may write."""
        config = self._config
        if not scope.path.startswith(_LARGE) or not self._may_write(scope):
            return config.max_body
        return config.max_update if scope.path.startswith("/update") else config.max_load

    def _may_write(self, scope: Any) -> bool:
        if self._config.anonymous_writes:
            return True
        secret = (scope.headers.get("authorization") or "").partition(" ")[2].strip()
        digest = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
        return any(each.sha256 == digest for each in listed(self._config.home or Path()))


async def _comes_soon(begun: Begun) -> bool:
    """Waits for an answer that is small and comes soon; False for any other."""
    loop = asyncio.get_running_loop()
    come: asyncio.Future[bool] = loop.create_future()
    loop.add_reader(begun.fileno(), _settle, come, True)
    late = loop.call_later(_SOON, _settle, come, False)
    try:
        return await come and begun.is_whole
    finally:
        late.cancel()
        loop.remove_reader(begun.fileno())


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


async def _drop(chunks: Any) -> None:
    """Read on for a while: who still sends would not read the answer else (RFC 9112, 9.6)."""
    dropped = 0
    with suppress(TimeoutError, StopAsyncIteration):
        async with asyncio.timeout(LINGER_SECONDS):
            while dropped < LINGER_BYTES:
                dropped += len(await anext(chunks))


def _has_body(scope: Any) -> bool:
    """Whether a request comes with a body, as RFC 9112 (6.3) tells it."""
    return "content-length" in scope.headers or "transfer-encoding" in scope.headers


def _environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) has it."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "REQUEST_URI": quote(scope.path),
        "QUERY_STRING": scope.query_string.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
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
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        _add(environ, name.upper().replace("-", "_"), value)
    return environ


def _add(environ: dict[str, Any], name: str, value: str) -> None:
    key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
    joint = "; " if name == "COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value


def _call(app: Flask, environ: dict[str, Any]) -> _Answer:
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
    return _Answer(int(status[:3]), headers, body)


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


def _send(proto: Any, method: str, answer: _Answer) -> None:
    headers = [(name.lower(), value) for name, value in answer.headers]
    if isinstance(answer.body, bytes):
        if method == "HEAD" or answer.status in (204, 304):
            proto.response_empty(answer.status, headers)
        else:
            proto.response_bytes(answer.status, headers, answer.body)
        return
    # Granian opens the file by its name, sends it as fast as it is taken, and no faster.
    proto.response_file(answer.status, headers, f"/proc/self/fd/{answer.body.fileno()}")
    asyncio.get_running_loop().call_later(_OPENED_SECONDS, answer.body.close)


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"a body of at most {limit:,} bytes is taken here")
