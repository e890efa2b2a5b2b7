"""Asks other services for what queries and changes need of them, a few at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.errors import (
    QueryBusyError,
    QueryTooComplexError,
    RemoteFailedError,
    RemoteNeededError,
    RemoteRefusedError,
    RemoteTimeoutError,
)
from graph.remote.documents import ACCEPT, Asking
from graph.remote.fetch import Call, fetch
from graph.sparql.federate import RESULTS
from graph.sparql.query import Fetched

SECONDS = 10.0
"""How long other services may take over one SERVICE clause."""
AT_ONCE = 8
"""Queries that wait for other services at a time; more are turned away."""
ROUNDS = 16
"""How often one may need something."""
_QUERY = "application/sparql-query"
_FAILURES = (RemoteFailedError, RemoteRefusedError, RemoteTimeoutError)

Task = TypeVar("Task", bound=Asking)
Answer = TypeVar("Answer")


class Broker:
    """Runs what needs other services, whose addresses begin as ``entries`` say."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = tuple(entries)
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def run(self, task: Task, seconds: float, run: Callable[[Task, float], Answer]) -> Answer:
        """What comes of a task, run again with what it needed each time that it needs more.

        ``seconds`` are for all of it; ``run`` gets what is left. Raises what ``run`` raises, and
        RemoteFailedError, RemoteRefusedError, RemoteTimeoutError.
        """
        task = replace(task, remote=self.entries)
        until = time.monotonic() + seconds
        for _ in range(ROUNDS):
            left = max(until - time.monotonic(), 1e-3)
            try:
                return run(task, left)
            except RemoteNeededError as need:
                found = self._fetched(need, min(SECONDS, until - time.monotonic()))
                task = replace(task, fetched=task.fetched + found)
        raise QueryTooComplexError("this needs too much of other services; split it")

    def _fetched(self, need: RemoteNeededError, seconds: float) -> tuple[Fetched, ...]:
        if not self._places.acquire(blocking=False):
            raise QueryBusyError(int(SECONDS))
        texts = need.texts or ("",)
        try:
            until = time.monotonic() + seconds
            return tuple(self._ask(need.address, text, until) for text in texts)
        except _FAILURES:
            if not need.silent:
                raise
            return tuple(Fetched(need.address, text, "", None) for text in texts)
        finally:
            self._places.release()

    def _ask(self, address: str, text: str, until: float) -> Fetched:
        """The answer to a query; without one, the document itself."""
        call = Call(address, ACCEPT)
        if text:
            call = Call(address, ", ".join(RESULTS), text.encode(), _QUERY)
        media_type, body = fetch(call, self.entries, max(until - time.monotonic(), 1e-3))
        return Fetched(address, text, media_type, body)
