"""Has each change made by a fresh process, within limits, one at a time."""

from __future__ import annotations

import threading
import time

from graph.errors import (
    HomeBusyError,
    LianghuiError,
    QueryMemoryError,
    QueryTimeoutError,
    QueryTooComplexError,
)
from graph.releases import WAIT_SECONDS
from graph.sparql.query import QueryAnswer
from graph.workers.channel import ChannelClosedError, ask, listen
from graph.workers.forkserver import Charge
from graph.workers.limits import Limits
from graph.workers.nursery import Nursery, Worker
from graph.writing.change import Change, Outcome
from graph.writing.make import outcome

MAKE = "graph.writing.make:answer"
_ANY_SIZE = 1 << 50


class Writer:
    """Makes changes in processes that end with them; what kills one leaves the last release.

    ``seconds`` is wall clock for a change, waiting for other programs' included; ``memory`` in
    bytes beyond what such a process starts with.
    """

    def __init__(self, seconds: float, memory: int, *, make: str = MAKE) -> None:
        self._limits = Limits(  # a program of ours names blank nodes, in its own time
            seconds=seconds, memory=memory, answer_bytes=_ANY_SIZE, programs=True
        )
        self._charge = Charge(None, self._limits, make)
        self._turn = threading.Lock()
        self._nursery: Nursery | None = None

    def make(self, change: Change) -> Outcome:
        """The outcome of a change.

        Raises what :func:`graph.writing.make.make` raises, HomeBusyError, QueryTimeoutError,
        QueryMemoryError, QueryTooComplexError and WorkerDiedError.
        """
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise HomeBusyError("others are writing; try again later")
        try:
            return outcome(self._answer(change))
        except QueryMemoryError as error:
            raise QueryMemoryError(
                f"the change needed more than {self._limits.memory >> 20:,} MiB of memory; make it"
                " in parts"
            ) from error
        except QueryTooComplexError as error:
            raise QueryTooComplexError(
                "what was sent is nested too deeply to be read; flatten it"
            ) from error
        finally:
            self._turn.release()

    def close(self) -> None:
        """Ends the process that others are forked from, and a change that is being made."""
        nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()

    def _answer(self, change: Change) -> QueryAnswer:
        worker = self._worker()
        deadline = time.monotonic() + self._limits.seconds
        try:
            ask(worker.channel, change)
            found, _ = listen(worker.channel, deadline, deadline)
        except ChannelClosedError:
            raise worker.nursery.bury(worker) from None
        except TimeoutError:
            worker.nursery.discard(worker)
            raise QueryTimeoutError(
                f"the change took longer than {self._limits.seconds:g} s and was stopped; make it"
                " in parts"
            ) from None
        worker.nursery.discard(worker)
        if isinstance(found, LianghuiError):
            raise found
        return found

    def _worker(self) -> Worker:
        if self._nursery is None or self._nursery.gone:
            self._nursery = Nursery(self._charge)
        return self._nursery.spawn()
