"""The workers that wait for a query."""

from __future__ import annotations

from graph.workers.nursery import Worker


class Idle:
    """Up to ``enough`` workers and ``spare`` more.

    The next to be taken is the one that has most of the release's memory to itself: an owner,
    else the one that was last busy.
    """

    def __init__(self, enough: int, spare: int) -> None:
        self._enough, self._spare = enough, spare
        self._owners: list[Worker] = []
        self._others: list[Worker] = []

    @property
    def wanting(self) -> int:
        """How many are not enough."""
        return max(0, self._enough - self._waiting)

    @property
    def _waiting(self) -> int:
        return len(self._owners) + len(self._others)

    def own(self) -> bool:
        """Has the next of the others make the release's memory its own; whether there is one."""
        if not self._others:
            return False
        worker = self._others.pop()
        worker.own()
        self._owners.append(worker)
        return True

    def take(self) -> Worker | None:
        """The next worker."""
        workers = self._owners or self._others
        return workers.pop() if workers else None

    def put(self, worker: Worker, *, fresh: bool = False) -> Worker | None:
        """Has the worker wait; gives the one that is then too many."""
        workers = self._owners if worker.owns else self._others
        workers.insert(0 if fresh else len(workers), worker)
        if self._waiting <= self._enough + self._spare:
            return None
        return (self._others or self._owners).pop(0)

    def clear(self) -> list[Worker]:
        """Every one of them, none of which waits any more."""
        workers = [*self._others, *self._owners]
        self._others, self._owners = [], []
        return workers
