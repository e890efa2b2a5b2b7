"""What stands before the application under Granian: it takes bodies in and gives answers out.

An RSGI application around a WSGI one. It answers at once what takes next to no time, reads each
body within limits of size and time before a thread is spent on it, stops the query of a client
that hangs up, and has each answer whole before the first byte of it goes, so that a status is
always true.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import IO, Any

from flask import Flask

from graph.errors import RequestError
from graph.workers.begun import Begun
from server import wsgi
from server.afterwards import Afterwards
from server.ahead import Ahead, Starter, small
from server.bodies import Bodies, has_body
from server.cache import FOUND, Cache
from server.config import Config
from server.engine import Engine
from server.notes import AFTER, AHEAD, BEGAN, REFUSED, TOKEN
from server.repeats import Repeats

_OPENED_SECONDS = 15.0
_AT_ONCE = 0.002
"""Seconds for which a query may hold up the requests after it."""
_BETWEEN = 5e-5
"""Seconds: where the next request comes sooner after an answer, it was waiting already."""
_SOON = 0.02
"""Seconds after which it is watched whether the client is still there: most have their answer."""
_AGAIN = 0.5
"""Seconds after which a query that is to stop, and may have begun only now, is stopped again."""


class Front:
    """The application as Granian calls it."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._app, self._bodies = app, Bodies(config)
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._cache: Cache | None = app.extensions.get("lianghui.cache")
        self._afterwards = Afterwards(app.extensions["lianghui.observer"])
        self._repeats = Repeats(self._cache, self._afterwards) if self._cache else None
        self._starter = Starter(app, config)
        self._threads = ThreadPoolExecutor(self._engine.threads + 16, "request")
        self._taken: dict[Any, dict[str, Any]] = {}
        self._free = 0.0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Takes note of the loop, before the first request."""
        self._afterwards.loop = loop

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the query workers, once all requests have ended."""
        del loop
        self._afterwards.tell()
        self._engine.close()
        self._app.extensions["lianghui.writer"].close()

    def at_once(self, scope: Any, proto: Any) -> bool:
        """Whether it answered a request in the thread that takes them in, one after the other.

        It answers those that the cache holds and, where no other waits already, a query to which
        a worker has a small answer within :data:`_AT_ONCE`. One that has begun and takes longer
        goes on, and :meth:`__rsgi__` answers it.
        """
        if scope.proto != "http":
            return False
        try:
            if self._repeats and self._repeats.answer(scope, proto):
                return True
            alone = time.monotonic() - self._free > _BETWEEN
            return alone and self._answer_at_once(scope, proto)
        finally:
            self._free = time.monotonic()

    def _answer_at_once(self, scope: Any, proto: Any) -> bool:
        if scope.path != "/sparql" or has_body(scope):
            return False
        environ = _environ(scope, io.BytesIO())
        if not (self._cache and self._cache.holds(environ)):
            begun = self._starter.begin(environ)
            if begun is None:
                return False
            try:
                if not begun.comes_within(_AT_ONCE) or not small(environ):
                    self._taken[proto] = environ
                    return False
            except BaseException:
                self._threads.submit(begun.drop)
                raise
        with self._noted(environ):
            self._reply(scope, proto, environ, self._finish(environ))
        return True

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        if environ := self._taken.pop(proto, None):
            await self._serve(scope, proto, environ)
            return
        if scope.proto != "http" or (self._repeats and self._repeats.answer(scope, proto)):
            return
        try:
            body, more = await self._bodies.receive(scope, proto), dict[str, Any]()
        except RequestError as error:
            body, more = io.BytesIO(), {REFUSED: error, "CONTENT_LENGTH": "0"}
        with body:
            await self._serve(scope, proto, _environ(scope, body) | more)

    async def _serve(self, scope: Any, proto: Any, environ: dict[str, Any]) -> None:
        with self._noted(environ):
            answer = await self._answer(environ, proto)
            if REFUSED in environ:
                answer.headers.append(("connection", "close"))
            self._reply(scope, proto, environ, answer)

    @contextmanager
    def _noted(self, environ: dict[str, Any]) -> Iterator[None]:
        """Has it told of a request afterwards, however it ends."""
        try:
            yield
        finally:
            for each in environ[AFTER]:
                self._afterwards.add(each)

    def _reply(self, scope: Any, proto: Any, environ: dict[str, Any], answer: wsgi.Answer) -> None:
        _send(proto, scope.method, answer, self._afterwards.loop)
        if self._repeats and FOUND in environ:
            self._repeats.note(scope, environ)

    async def _answer(self, environ: dict[str, Any], proto: Any) -> wsgi.Answer:
        """The application's answer; the query is stopped when nobody waits for it any more.

        One that the cache holds, or that a worker has soon, is given here and now: a thread would
        cost more than it takes.
        """
        if self._cache and self._cache.holds(environ):
            return wsgi.call(self._app, environ)
        ahead: Ahead | None = environ.get(AHEAD)
        begun = ahead.begun if ahead else self._starter.begin(environ)
        self._afterwards.tell()  # the worker, if one has begun, has enough to do meanwhile
        try:
            if begun is not None and await _comes_soon(begun) and small(environ):
                return self._finish(environ)
        except BaseException:  # a begun query holds a place and a worker until it is dropped
            if begun is not None:
                self._threads.submit(begun.drop)
            raise
        work = self._threads.submit(self._finish, environ)
        try:
            return await self._watched(work, environ[TOKEN], proto, 0 if begun else _SOON)
        except asyncio.CancelledError:
            self._threads.submit(self._stop, work, environ[TOKEN])
            raise

    async def _watched(
        self, work: Future[wsgi.Answer], token: object, proto: Any, seconds: float
    ) -> wsgi.Answer:
        """The answer of a thread; after ``seconds`` without one the client is watched."""
        working = asyncio.wrap_future(work)
        await asyncio.wait({working}, timeout=seconds)
        if working.done():
            return working.result()
        gone = asyncio.ensure_future(proto.client_disconnect())
        try:
            await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
            while not working.done():
                self._engine.cancel(token)
                await asyncio.wait({working}, timeout=_AGAIN)
            return working.result()
        finally:
            gone.cancel()

    def _stop(self, work: Future[wsgi.Answer], token: object) -> None:
        """Stops the query of a thread that nobody waits for, which may be about to begin."""
        while not work.done():
            self._engine.cancel(token)
            wait((work,), _AGAIN)

    def _finish(self, environ: dict[str, Any]) -> wsgi.Answer:
        """Has the application answer, and nobody wait for a query that it did not ask for."""
        try:
            return wsgi.call(self._app, environ)
        finally:
            if ahead := environ.get(AHEAD):
                ahead.begun.drop()


def _environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    own = {TOKEN: object(), BEGAN: time.monotonic(), AFTER: []}
    return wsgi.environ(scope, body) | own


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


def _send(
    proto: Any, method: str, answer: wsgi.Answer, loop: asyncio.AbstractEventLoop | None
) -> None:
    headers = [(name.lower(), value) for name, value in answer.headers]
    if isinstance(answer.body, bytes):
        if method == "HEAD" or answer.status in (204, 304):
            proto.response_empty(answer.status, headers)
        else:
            proto.response_bytes(answer.status, headers, answer.body)
        return
    # Granian opens the file by its name, sends it as fast as it is taken, and no faster.
    proto.response_file(answer.status, headers, f"/proc/self/fd/{answer.body.fileno()}")
    loop = loop or asyncio.get_running_loop()
    loop.call_soon_threadsafe(loop.call_later, _OPENED_SECONDS, answer.body.close)
