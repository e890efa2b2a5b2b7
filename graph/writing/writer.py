"""Has each change made by a fresh process, within limits, one at a time."""

from __future__ import annotations

import threading

from graph.errors import HomeBusyError
from graph.releases import WAIT_SECONDS
from graph.workers.fresh import Fresh
from graph.workers.limits import Limits
from graph.writing.change import Change, Outcome, outcome

MAKE = "graph.writing.make:answer"
_ANY_SIZE = 1 << 50


class Writer:
    """Makes changes in processes that end with them; what kills one leaves the last release.

    ``seconds`` is wall clock for a change, waiting for other programs' included; ``memory`` in
    bytes beyond what such a process starts with.
    """

    def __init__(self, seconds: float, memory: int, *, make: str = MAKE) -> None:
        limits = Limits(  # blank nodes are named by a program of its own
            seconds=seconds, memory=memory, answer_bytes=_ANY_SIZE, programs=True
        )
        self._fresh = Fresh(limits, make, "the change", "make it in parts")
        self._turn = threading.Lock()

    def make(self, change: Change) -> Outcome:
        """The outcome of a change.

        Raises what :func:`graph.writing.make.make` raises, HomeBusyError, QueryTimeoutError,
        QueryMemoryError, QueryTooComplexError and WorkerDiedError.
        """
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise HomeBusyError("others are writing; try again later")
        try:
            return outcome(self._fresh.run(change))
        finally:
            self._turn.release()

    def close(self) -> None:
        """Ends the process that others are forked from, and a change that is being made."""
        self._fresh.close()
