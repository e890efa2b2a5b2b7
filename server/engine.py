"""Where queries are answered: in processes of their own, on the release that is current.

With another engine for a store, a query goes there while it holds that very release; where it
does not answer, holds another or cannot run the query, the home's own store answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from graph.engines.target import target
from graph.remote.broker import Broker
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.validation.judge import Asked
from graph.validation.validator import Validator
from graph.workers import Limits, Pool
from graph.workers.begun import Begun
from graph.workers.limits import with_room
from server.config import Config
from server.following import Following
from server.forwarding import Forwarding

if TYPE_CHECKING:
    from server.current import Release  # which loads Flask: not before the workers start

LEAST_SECONDS = 0.1
"""What a query gets here for which another engine took all its time and then failed."""


class Engine:
    """A pool of query workers for a server process, made at the first query.

    ``number`` tells the number of the home's current release.
    """

    def __init__(self, config: Config, number: Callable[[], int | None]) -> None:
        limits = Limits(seconds=config.query_seconds, memory=config.query_memory)
        self._limits = with_room(limits, config.release_memory, config.workers)
        self.broker = Broker(config.allow_remote)
        self._validator = Validator(self._limits)
        self._workers = Following(partial(Pool, limits=self._limits), number)
        self._forwarding: Forwarding | None = None
        if config.store:
            self._forwarding = Forwarding(target(config.store), self._limits, number)

    def start(self, release: Release) -> None:
        """Makes the workers before the first query wants one."""
        self._workers.on(release)
        if self._forwarding:
            self._forwarding.start(release)

    @property
    def threads(self) -> int:
        """How many callers can be inside at once."""
        return self._limits.threads

    def answer(
        self,
        release: Release,
        query: QueryRequest,
        client: str,
        seconds: float | None = None,
        token: Hashable | None = None,
    ) -> QueryAnswer:
        """The answer from that release, or from a newer one that was published meanwhile.

        Raises what :meth:`graph.workers.pool.Pool.run` and
        :meth:`graph.remote.broker.Broker.run` raise.
        """
        if self._forwarding:
            until = time.monotonic() + (self._limits.seconds if seconds is None else seconds)
            found = self._forwarding.answer(release, query, client, seconds, token)
            if found is not None:
                return found
            seconds = max(until - time.monotonic(), LEAST_SECONDS)

        if not self.broker.entries:
            return self._workers.on(release).run(query, client, seconds, token)
        return self.broker.run(
            query,
            seconds or self._limits.seconds,
            lambda query, left: self._workers.on(release).run(query, client, left, token),
        )

    def begin(
        self,
        release: Release,
        query: QueryRequest,
        client: str,
        seconds: float,
        token: Hashable | None,
    ) -> Begun | None:
        """Has a worker begin, without waiting for anything; None where it would have to.

        Raises what :meth:`graph.workers.pool.Pool.begin` raises.
        """
        pool = self._workers.ready(release)
        if pool is None or self._forwarding or self.broker.entries:
            return None
        return pool.begin(query, client, seconds, token)

    def judge(self, asked: Asked, client: str, token: Hashable | None = None) -> QueryAnswer:
        """What the shapes say of data, judged beside a release.

        Raises what :meth:`graph.validation.validator.Validator.judge` and
        :meth:`graph.remote.broker.Broker.run` raise.
        """
        under = token or object()
        return self.broker.run(
            asked,
            self._limits.seconds,
            lambda asked, _: self._validator.judge(asked, client, under),
        )

    def answered(self) -> Mapping[str, int]:
        """How many queries another engine answered and how many the home's own store."""
        return self._forwarding.answered if self._forwarding else {}

    def load(self) -> list[tuple[int, int]]:
        """How many queries run and how many wait, for each lane."""
        pool = self._workers.pool
        return pool.load() if pool else []

    @property
    def in_memory(self) -> bool:
        """Whether queries are answered from a copy of the release in memory."""
        pool = self._workers.pool
        return pool is not None and pool.in_memory

    def cancel(self, token: Hashable) -> None:
        """Stops the query that runs under this token, if there is one."""
        if self._forwarding:
            self._forwarding.cancel(token)
        self._workers.cancel(token)
        self._validator.cancel(token)

    def close(self) -> None:
        """Ends every worker at once."""
        self._workers.close()
        if self._forwarding:
            self._forwarding.close()
        self._validator.close()
