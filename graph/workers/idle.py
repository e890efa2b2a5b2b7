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
        self._workers: list[Worker] = []

    @property
    def wanting(self) -> int:
        """How many are not enough."""
        return max(0, self._enough - len(self._workers))

    def next_owner(self) -> Worker | None:
        """Who waits and would best be made an owner."""
        return next((each for each in reversed(self._workers) if not each.owns), None)

    def take(self) -> Worker | None:
        """The next worker."""
        found = max(reversed(self._workers), key=lambda worker: worker.owns, default=None)
        if found is not None:
            self._workers.remove(found)
        return found

    def put(self, worker: Worker, *, fresh: bool = False) -> Worker | None:
        """Has the worker wait; gives the one that is then too many."""
        self._workers.insert(0 if fresh else len(self._workers), worker)
        if len(self._workers) <= self._enough + self._spare:
            return None
        least = min(self._workers, key=lambda each: each.owns)
        self._workers.remove(least)
        return least

    def clear(self) -> list[Worker]:
        """Every one of them, none of which waits any more."""
        workers, self._workers = self._workers, []
        return workers
