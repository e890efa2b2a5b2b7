"""Queries on their way to another engine, through a pool of their own."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import fields, replace
from threading import Lock
from typing import TYPE_CHECKING

from graph.engines.answer import ForwardedRequest
from graph.engines.mark import digest
from graph.engines.target import Target
from graph.errors import (
    EngineElsewhereError,
    EngineFailedError,
    EngineUnknownError,
    EngineUnreachableError,
    RemoteRefusedError,
    WorkerDiedError,
)
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.workers import Limits, Pool

if TYPE_CHECKING:
    from server.current import Release

EVALUATE = "graph.engines.answer:forward"
PAUSES = {EngineElsewhereError: 0.2, EngineUnknownError: 10.0, EngineUnreachableError: 1.0}
"""Seconds for which an engine is left alone that could not be asked, by why it could not."""


class Forwarding:
    """An engine that queries are passed on to while it holds the release that they are about.

    ``number`` tells the number of the home's current release. ``answered`` counts queries by who
    answered them, ``engine`` or ``home``.
    """

    def __init__(self, target: Target, limits: Limits, number: Callable[[], int | None]) -> None:
        # Its workers reach the engine, and nothing else does: SERVICE was refused before.
        self._target, self._limits = target, replace(limits, sealed=False)
        self._number = number
        self._lock = Lock()
        self.answered: Counter[str] = Counter(engine=0, home=0)
        self._pool: Pool | None = None
        self._serves: int | None = None
        self._digests: dict[int, str] = {}
        self._owner = 0
        self._again = 0.0

    def start(self, release: Release) -> None:
        """Makes the workers before the first query wants one."""
        self._on(release)

    def answer(
        self,
        release: Release,
        query: QueryRequest,
        client: str,
        seconds: float | None,
        token: Hashable | None,
    ) -> QueryAnswer | None:
        """The engine's answer; None where the home's own store has to give one.

        Raises what :meth:`graph.workers.pool.Pool.run` raises, but for an engine's failures.
        """
        found = None
        asks_others = "service" in query.text.lower()  # which only sealed workers may evaluate
        if time.monotonic() >= self._again and not asks_others:
            found = self._ask(release, query, client, seconds, token)
        self.answered["home" if found is None else "engine"] += 1
        return found

    def _ask(
        self,
        release: Release,
        query: QueryRequest,
        client: str,
        seconds: float | None,
        token: Hashable | None,
    ) -> QueryAnswer | None:
        request = ForwardedRequest(
            **{each.name: getattr(query, each.name) for each in fields(query)},
            target=self._target,
            digest=self._digest(release),
            seconds=self._limits.seconds if seconds is None else seconds,
            answer_bytes=self._limits.answer_bytes,
        )
        try:
            answer = self._on(release).run(request, client, seconds, token)
        except (EngineFailedError, RemoteRefusedError):
            return None  # too much for it, the next need not be; or the home's to fetch or refuse
        except tuple(PAUSES) as error:
            self._again = time.monotonic() + PAUSES[type(error)]
            return None
        return answer.of_release(release.number)

    def cancel(self, token: Hashable) -> None:
        """Stops the query that runs under this token, if there is one."""
        if self._pool is not None:
            self._pool.cancel(token)

    def close(self) -> None:
        """Ends every worker at once."""
        with self._lock, suppress(WorkerDiedError):
            if self._pool is not None and self._owner == os.getpid():
                self._pool.close()
            self._pool = None

    def _on(self, release: Release) -> Pool:
        with self._lock:
            if self._pool is None or self._owner != os.getpid():  # a fork's pool is its parent's
                self._pool = Pool(release.path, self._limits, evaluate=EVALUATE)
                self._serves, self._owner = release.number, os.getpid()
            elif release.number != self._serves and release.number == self._number():
                self._pool.switch(release.path)
                self._serves = release.number
            return self._pool

    def _digest(self, release: Release) -> str:
        """The digest of the release; only the last is remembered."""
        if release.number not in self._digests:
            self._digests = {release.number: digest(release.manifest)}
        return self._digests[release.number]
