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
from typing import IO, Any, NamedTuple

from flask import Flask

from graph.errors import LianghuiError
from server.cache import FOUND, Cache
from server.config import Config
from server.current import Current
from server.engine import Engine
from server.front import wsgi
from server.front.bodies import Bodies
from server.front.deferred_log import Afterwards
from server.front.early_queries import Ahead, Starter, comes_soon, small
from server.front.fast_path import Straight
from server.front.known_requests import Known, Repeats
from server.notes import AFTER, AHEAD, ASKED, BEGAN, REFUSED, TOKEN

_OPENED_SECONDS = 15.0
_AT_ONCE = 0.002
"""Seconds for which a query may hold up the requests after it."""
_BETWEEN = 5e-5
"""Seconds: where the next request comes sooner after an answer, it was waiting already."""
_SOON = 0.02
"""Seconds after which it is watched whether the client is still there: most have their answer."""
_AGAIN = 0.5
"""Seconds after which a query that is to stop, and may have begun only now, is stopped again."""


class _Taken(NamedTuple):
    """A query that has begun, of a request that came at that time on the monotonic clock."""

    known: Known
    ahead: Ahead
    began: float


class Front:
    """The application as Granian calls it."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._app, self._bodies = app, Bodies(config)
        self._engine: Engine = app.extensions["lianghui.engine"]
        self._cache: Cache | None = app.extensions.get("lianghui.cache")
        self._afterwards = Afterwards(app.extensions["lianghui.observer"])
        self._repeats = Repeats(config)
        self._starter = Starter(app, config)
        current: Current = app.extensions["lianghui.current"]
        self._straight = Straight(self._starter, self._cache, current, self._afterwards)
        self._threads = ThreadPoolExecutor(self._engine.threads + 16, "request")
        self._taken: dict[Any, _Taken] = {}
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

        It answers those that came before and that the cache holds and, where no other waits
        already, a query to which a worker has a small answer within :data:`_AT_ONCE`. One that has
        begun and takes longer goes on, and :meth:`__rsgi__` answers it.
        """
        if scope.proto != "http":
            return False
        began = time.monotonic()
        try:
            known = self._repeats.find(scope)
            if known is None:
                return False
            if self._straight.keeps(scope, proto, known, began):
                return True
            alone = began - self._free > _BETWEEN
            return alone and self._gives_at_once(scope, proto, known, began)
        finally:
            self._free = time.monotonic()

    def _gives_at_once(self, scope: Any, proto: Any, known: Known, began: float) -> bool:
        ahead = self._straight.begin(scope, known)
        if ahead is None:
            return False
        taken = _Taken(known, ahead, began)
        try:
            if ahead.begun.comes_within(_AT_ONCE) and self._straight.gives(scope, proto, *taken):
                return True
        except BaseException:
            self._threads.submit(ahead.begun.drop)
            raise
        self._taken[proto] = taken
        return False

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        if taken := self._taken.pop(proto, None):
            await self._go_on(scope, proto, taken)
            return
        began = time.monotonic()
        known = self._repeats.find(scope) if scope.proto == "http" else None
        if scope.proto != "http" or (known and self._straight.keeps(scope, proto, known, began)):
            return
        try:
            body, more = await self._bodies.receive(scope, proto), dict[str, Any]()
        except LianghuiError as error:
            body, more = io.BytesIO(), {REFUSED: error, "CONTENT_LENGTH": "0"}
        with body:
            await self._serve(scope, proto, _environ(scope, body) | more)

    async def _go_on(self, scope: Any, proto: Any, taken: _Taken) -> None:
        """Answers with what has begun; the application does where that is more than small."""
        begun = taken.ahead.begun
        self._afterwards.tell()  # the worker has enough to do meanwhile
        try:
            if await comes_soon(begun, _SOON) and self._straight.gives(scope, proto, *taken):
                return
        except BaseException:
            self._threads.submit(begun.drop)
            raise
        own = {TOKEN: begun.token, BEGAN: taken.began, AHEAD: taken.ahead}
        await self._serve(scope, proto, _environ(scope, io.BytesIO()) | own)

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
        if FOUND in environ or ASKED in environ:
            self._repeats.note(scope, environ)

    async def _answer(self, environ: dict[str, Any], proto: Any) -> wsgi.Answer:
        """The application's answer; the query is stopped when nobody waits for it any more.

        One that the cache holds, or that a worker has soon, is given here and now: a thread would
        cost more than it takes.
        """
        if self._cache and self._cache.holds(environ):
            return wsgi.call(self._app, environ)
        late: Ahead | None = environ.get(AHEAD)
        begun = late.begun if late else self._starter.begin(environ)
        self._afterwards.tell()  # the worker, if one has begun, has enough to do meanwhile
        try:
            if begun and not late and await comes_soon(begun, _SOON) and small(environ):
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
