"""Tasks that are each done by a fresh process, which ends with its task."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from graph.errors import (
    LianghuiError,
    QueryMemoryError,
    QueryTimeoutError,
    QueryTooComplexError,
)
from graph.sparql.query import QueryAnswer
from graph.workers.channel import ChannelClosedError, listen
from graph.workers.forkserver import Charge
from graph.workers.limits import Limits
from graph.workers.nursery import Nursery, Worker


class Fresh:
    """Processes for one kind of task, forked from one that has loaded what it takes.

    ``evaluate`` is spelt ``module:function``; ``what`` and ``remedy`` are words for the error of a
    task that needs more than ``limits`` allow; ``nice`` is the niceness that it is done with.
    """

    def __init__(
        self, limits: Limits, evaluate: str, what: str, remedy: str, nice: int = 0
    ) -> None:
        self.limits, self._nice = limits, nice
        self._charge = Charge(None, limits, evaluate)
        self._what, self._remedy = what, remedy
        self._lock = threading.Lock()
        self._nursery: Nursery | None = None

    def run(self, task: object, watch: Callable[[Worker], None] = lambda _: None) -> QueryAnswer:
        """What came of a task; ``watch`` gets the process before the task does.

        Raises what the task raises, QueryTimeoutError, QueryMemoryError, QueryTooComplexError,
        WorkerDiedError, and what ``watch`` raises.
        """
        try:
            return self._run(task, watch)
        except QueryMemoryError as error:
            raise QueryMemoryError(
                f"{self._what} needed more than {self.limits.memory >> 20:,} MiB of memory;"
                f" {self._remedy}"
            ) from error
        except QueryTooComplexError as error:
            raise QueryTooComplexError(
                "what was sent is nested too deeply to be read; flatten it"
            ) from error

    def close(self) -> None:
        """Ends the process that others are forked from, and what they do."""
        with self._lock:
            nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()

    def _run(self, task: object, watch: Callable[[Worker], None]) -> QueryAnswer:
        worker = self._worker()
        deadline = time.monotonic() + self.limits.seconds
        try:
            watch(worker)
            worker.ask(task, self._nice)
            found, _ = listen(worker.channel, deadline, deadline)
        except ChannelClosedError:
            raise worker.nursery.bury(worker) from None
        except TimeoutError:
            worker.nursery.discard(worker)
            raise QueryTimeoutError(
                f"{self._what} took longer than {self.limits.seconds:g} s and was stopped;"
                f" {self._remedy}"
            ) from None
        except LianghuiError:
            worker.nursery.discard(worker)
            raise
        worker.nursery.discard(worker)
        if isinstance(found, LianghuiError):
            raise found
        return found

    def _worker(self) -> Worker:
        with self._lock:
            if self._nursery is None or self._nursery.gone:
                self._nursery = Nursery(self._charge)
            nursery = self._nursery
        return nursery.spawn()
