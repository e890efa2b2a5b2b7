"""One query on its way through the lanes."""

from __future__ import annotations

import threading
import time

from graph.errors import QueryCancelledError
from graph.workers.lanes import Ticket
from graph.workers.nursery import Worker


class Job:
    """Whose query it is, when it must be over, and what holds it now, so that it can be stopped.

    ``began`` is the processor time that its worker had used when it got the query.
    """

    def __init__(self, request: object, shape: int, client: str, seconds: float) -> None:
        self.request, self.shape, self.client, self.seconds = request, shape, client, seconds
        self.deadline = time.monotonic() + seconds
        self.began = 0.0
        self._lock = threading.Lock()
        self._cancelled = False
        self._ticket: Ticket | None = None
        self._worker: Worker | None = None

    @property
    def over(self) -> bool:
        """Whether its time is up."""
        return time.monotonic() >= self.deadline

    def waits_with(self, ticket: Ticket) -> None:
        """Takes note of the ticket that it waits with."""
        with self._lock:
            self._ticket = ticket
            if self._cancelled:
                ticket.called.set()

    def runs_on(self, worker: Worker | None) -> None:
        """Takes note of the worker that it runs on, or no longer runs on.

        Raises QueryCancelledError when it was stopped before; later the worker is not touched.
        """
        with self._lock:
            self._worker = worker
        self.check()

    def cancel(self) -> None:
        """Ends its wait or its worker, from any thread."""
        with self._lock:
            self._cancelled = True
            if self._ticket is not None:
                self._ticket.called.set()
            if self._worker is not None:
                self._worker.kill()

    def check(self) -> None:
        """Raises QueryCancelledError when it was stopped."""
        if self._cancelled:
            raise QueryCancelledError("whoever asked has gone")
