"""The workers that wait for a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from graph.workers.nursery import Worker


class Idle:
    """Those of each niceness: ``most`` that give way to none, ``spare`` of every other.

    The next to be taken is the one that has most of the release's memory to itself: an owner,
    else the one that was last busy.
    """

    def __init__(self, most: int, spare: int) -> None:
        self._most, self._spare = most, spare
        self._workers: defaultdict[int, list[Worker]] = defaultdict(list)

    @property
    def wanting(self) -> int:
        """How many more could wait that give way to none."""
        return self._most - len(self._workers[0])

    @property
    def nice_owners(self) -> int:
        """How many owners wait that give way."""
        return sum(each.owns and each.nice > 0 for each in chain(*self._workers.values()))

    def next_owner(self) -> Worker | None:
        """Who waits, gives way to none and would best be made an owner."""
        return next((each for each in reversed(self._workers[0]) if not each.owns), None)

    def take(self, nice: int) -> Worker | None:
        """A worker for a query of that niceness; it may have another."""
        found = max(self._for(nice), key=lambda worker: worker.owns, default=None)
        if found is not None:
            self._workers[found.nice].remove(found)
        return found

    def _for(self, nice: int) -> Iterator[Worker]:
        """Those that may have it, best first among equals: slow queries go to nicer ones too."""
        lanes = [nice, *sorted(each for each in self._workers if each > nice > 0), 0]
        return chain.from_iterable(reversed(self._workers[lane]) for lane in dict.fromkeys(lanes))

    def put(self, worker: Worker, *, fresh: bool = False) -> Worker | None:
        """Has the worker wait; gives the one that is then too many."""
        waiting = self._workers[worker.nice]
        waiting.insert(0 if fresh else len(waiting), worker)
        if len(waiting) <= (self._spare if worker.nice else self._most):
            return None
        least = min(waiting, key=lambda each: each.owns)
        waiting.remove(least)
        return least

    def clear(self) -> list[Worker]:
        """Every one of them, none of which waits any more."""
        workers = list(chain.from_iterable(self._workers.values()))
        self._workers.clear()
        return workers
