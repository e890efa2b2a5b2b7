"""What stands before the application under Granian: it takes bodies in and gives answers out.

An RSGI application around a WSGI one. It reads each body within limits of size and time before a
thread is spent on it, stops the query of a client that hangs up, and has each answer whole
before the first byte of it goes, so that a status is always true.
"""

from __future__ import annotations

import asyncio
import io
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from flask import Flask

from graph.errors import RequestError
from graph.workers.begun import Begun
from server import wsgi
from server.afterwards import Afterwards
from server.ahead import Starter, small
from server.bodies import Bodies
from server.cache import FOUND, Cache
from server.config import Config
from server.engine import Engine
from server.notes import AFTER, AHEAD, BEGAN, REFUSED, TOKEN
from server.observe import Ended
from server.repeats import Repeats

_OPENED_SECONDS = 15.0
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

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the query workers, once all requests have ended."""
        del loop
        self._afterwards.tell()
        self._engine.close()
        self._app.extensions["lianghui.writer"].close()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        if scope.proto != "http" or (self._repeats and self._repeats.answer(scope, proto)):
            return
        try:
            body, more = await self._bodies.receive(scope, proto), dict[str, Any]()
        except RequestError as error:
            body, more = io.BytesIO(), {REFUSED: error, "CONTENT_LENGTH": "0"}
        with body:
            after: list[Ended] = []
            own = {TOKEN: object(), BEGAN: time.monotonic(), AFTER: after}
            environ = wsgi.environ(scope, body) | more | own
            try:
                answer = await self._answer(environ, proto)
                if REFUSED in more:
                    answer.headers.append(("connection", "close"))
                _send(proto, scope.method, answer)
                if self._repeats and FOUND in environ:
                    self._repeats.note(scope, environ)
            finally:
                for each in after:
                    self._afterwards.add(each)

    async def _answer(self, environ: dict[str, Any], proto: Any) -> wsgi.Answer:
        """The application's answer; the query is stopped when nobody waits for it any more.

        One that the cache holds, or that a worker has soon, is given here and now: a thread would
        cost more than it takes.
        """
        if self._cache and self._cache.holds(environ):
            return wsgi.call(self._app, environ)
        begun = self._starter.begin(environ)
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


def _send(proto: Any, method: str, answer: wsgi.Answer) -> None:
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
