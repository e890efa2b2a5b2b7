"""Asks other services for what queries need of them, a few at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.errors import (
    QueryBusyError,
    QueryTooComplexError,
    RemoteFailedError,
    RemoteNeededError,
    RemoteRefusedError,
    RemoteTimeoutError,
)
from graph.remote.fetch import Call, fetch
from graph.sparql.federate import RESULTS
from graph.sparql.query import Fetched, QueryAnswer, QueryRequest

SECONDS = 10.0
"""How long other services may take over one SERVICE clause."""
AT_ONCE = 8
"""Queries that wait for other services at a time; more are turned away."""
ROUNDS = 16
"""How often a query may need something."""
_QUERY = "application/sparql-query"
_FAILURES = (RemoteFailedError, RemoteRefusedError, RemoteTimeoutError)

Run = Callable[[QueryRequest, float], QueryAnswer]
"""Runs a query in so many seconds."""


class Broker:
    """Runs queries that need other services, whose addresses begin as ``entries`` say."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = tuple(entries)
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def run(self, query: QueryRequest, seconds: float, run: Run) -> QueryAnswer:
        """The answer to a query, asked again with what it needed each time that it needs more.

        ``seconds`` are for all of it. Raises what ``run`` raises, and RemoteFailedError,
        RemoteRefusedError, RemoteTimeoutError.
        """
        query = replace(query, remote=self.entries)
        until = time.monotonic() + seconds
        for _ in range(ROUNDS):
            left = max(until - time.monotonic(), 1e-3)
            try:
                return run(query, left)
            except RemoteNeededError as need:
                found = self._fetched(need, min(SECONDS, until - time.monotonic()))
                query = replace(query, fetched=query.fetched + found)
        raise QueryTooComplexError("the query needs too much of other services; split it")

    def _fetched(self, need: RemoteNeededError, seconds: float) -> tuple[Fetched, ...]:
        if not self._places.acquire(blocking=False):
            raise QueryBusyError(int(SECONDS))
        try:
            until = time.monotonic() + seconds
            return tuple(self._ask(need.address, text, until) for text in need.texts)
        except _FAILURES:
            if not need.silent:
                raise
            return tuple(Fetched(need.address, text, "", None) for text in need.texts)
        finally:
            self._places.release()

    def _ask(self, address: str, text: str, until: float) -> Fetched:
        call = Call(address, ", ".join(RESULTS), text.encode(), _QUERY)
        media_type, body = fetch(call, self.entries, max(until - time.monotonic(), 1e-3))
        return Fetched(address, text, media_type, body)
