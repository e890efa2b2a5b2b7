"""Queries on their way to another engine, through a pool of their own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import fields, replace
from functools import partial
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
)
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.workers import Limits, Pool
from server.following import Following

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
        make = partial(Pool, limits=self._limits, evaluate=EVALUATE)
        self._workers = Following(make, number)
        self.answered: Counter[str] = Counter(engine=0, home=0)
        self._digests: dict[int, str] = {}
        self._again = 0.0

    def start(self, release: Release) -> None:
        """Makes the workers before the first query wants one."""
        self._workers.on(release)

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
            answer = self._workers.on(release).run(request, client, seconds, token)
        except (EngineFailedError, RemoteRefusedError):
            return None  # too much for it, the next need not be; or the home's to fetch or refuse
        except tuple(PAUSES) as error:
            self._again = time.monotonic() + PAUSES[type(error)]
            return None
        return answer.of_release(release.number)

    def cancel(self, token: Hashable) -> None:
        """Stops the query that runs under this token, if there is one."""
        self._workers.cancel(token)

    def close(self) -> None:
        """Ends every worker at once."""
        self._workers.close()

    def _digest(self, release: Release) -> str:
        """The digest of the release; only the last is remembered."""
        if release.number not in self._digests:
            self._digests = {release.number: digest(release.manifest)}
        return self._digests[release.number]
