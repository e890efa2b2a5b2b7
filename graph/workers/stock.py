"""The workers that wait for a query, on the current release, and where they come from."""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

from graph.errors import LianghuiError, WorkerDiedError
from graph.workers.forkserver import Charge
from graph.workers.limits import Limits
from graph.workers.nursery import Nursery, Worker

EVALUATE = "graph.sparql.evaluate:evaluate"
SPARE = 2
"""Workers kept for each niceness: what they have touched a fresh one would have to copy."""
STARTING, COPYING = 1.0, 1e-5
"""Seconds of processor time that a fork server takes, and that a triple takes into memory."""


class Stock:
    """Idle workers, and the nurseries of this release and of those that still have queries.

    At first they read the release from the disk. Once the queries have taken as long as copying
    the release into memory takes, that is done, where it has room: there they take a fourth.
    """

    def __init__(self, release: Path, limits: Limits, evaluate: str) -> None:
        self._limits, self._evaluate = limits, evaluate
        self._most = limits.lanes[0].places
        self._lock = threading.Lock()
        self._switching = threading.Lock()
        self._idle: defaultdict[int, list[Worker]] = defaultdict(list)
        self._closed = False
        self._used = 0.0
        self._nursery = Nursery(Charge(release, limits, evaluate))
        self._users: dict[Nursery, int] = {self._nursery: 0}
        self._refill(self._most)

    @property
    def release(self) -> Path:
        """The directory of the current release."""
        release = self._nursery.charge.release
        assert release is not None  # noqa: S101 -- ours all have one
        return release

    @property
    def in_memory(self) -> bool:
        """Whether the next query is answered from memory."""
        return self._nursery.charge.in_memory

    def used(self, nursery: Nursery, seconds: float) -> None:
        """Takes note of the processor time that a query took."""
        with self._lock:
            fits = 0 < nursery.triples <= self._limits.in_memory
            if nursery is not self._nursery or self.in_memory or not fits:
                return
            before, self._used = self._used, self._used + seconds
            worth = STARTING + COPYING * nursery.triples
        if before < worth <= self._used:
            threading.Thread(target=self._copy, args=(nursery,), daemon=True).start()

    def _copy(self, nursery: Nursery) -> None:
        """Goes over to a copy in memory, unless the release has been replaced meanwhile."""
        with suppress(LianghuiError):  # without it all goes on as it does
            copy = Nursery(replace(nursery.charge, in_memory=True))
            with self._switching:
                wanted = nursery is self._nursery
                if wanted:
                    self._replace(nursery, copy)
            if self._closed or not wanted:
                copy.close()

    def take_idle(self, nice: int = 0) -> Worker | None:
        """An idle worker of that niceness, else one of none; None where there is neither."""
        with self._lock:
            for idle in (self._idle[nice], self._idle[0]):
                if idle:
                    return idle.pop()
        return None

    def take(self, nice: int = 0) -> Worker:
        """An idle worker or a new one. Raises WorkerDiedError when none can be had."""
        return self.take_idle(nice) or self._spawn()

    def give_back(self, worker: Worker) -> None:
        """Keeps the worker for the next query, unless its release was replaced or enough wait."""
        with self._lock:
            kept = worker.nursery is self._nursery and not self._closed
            if kept and len(self._idle[worker.nice]) < (SPARE if worker.nice else self._most):
                self._idle[worker.nice].append(worker)
                return
        self.discard(worker)

    def discard(self, worker: Worker) -> None:
        """Has the worker killed, whatever it does, and another one in its stead."""
        worker.nursery.discard(worker)
        self._lost(worker)

    def bury(self, worker: Worker) -> LianghuiError:
        """Gives what the end of a worker means that ended by itself, and has another."""
        error = worker.nursery.bury(worker)
        self._lost(worker)
        return error

    def _lost(self, worker: Worker) -> None:
        self._release_user(worker.nursery)
        if not worker.nice:
            self._refill()

    def send_back(self, worker: Worker, nice: int) -> None:
        """Lets the worker go on behind others from now on, with another in its stead."""
        refill = not worker.nice
        worker.give_way(nice)
        if refill:
            self._refill()

    def _refill(self, number: int = 1) -> None:
        with suppress(LianghuiError):  # whoever wants a worker then will see for himself
            for _ in range(number):
                if len(self._idle[0]) < self._most:
                    self.give_back(self._spawn())

    def switch(self, release: Path) -> None:
        """Takes workers from that release from now on. Raises LianghuiError, changing nothing."""
        with self._switching:
            self._replace(self._nursery, Nursery(Charge(release, self._limits, self._evaluate)))

    def close(self) -> None:
        """Ends every nursery, and every worker with it."""
        with self._lock:
            self._closed = True
            idle = self._taken()
            nurseries = list(self._users)
        for worker in idle:
            worker.nursery.discard(worker)
        for nursery in nurseries:
            nursery.close()

    def _spawn(self) -> Worker:
        for _ in range(3):
            with self._lock:
                if self._closed:
                    break
                nursery = self._nursery
                self._users[nursery] += 1
            try:
                return nursery.spawn()
            except WorkerDiedError:
                self._release_user(nursery)
                if not nursery.gone:
                    raise
                self._revive(nursery)
        raise WorkerDiedError("there are no query workers; the service is stopping or damaged")

    def _revive(self, nursery: Nursery) -> None:
        """Starts the fork server anew when it has died under us."""
        with self._switching:
            if nursery is self._nursery and not self._closed:
                self._replace(nursery, Nursery(replace(nursery.charge, in_memory=False)))

    def _replace(self, old: Nursery, new: Nursery) -> None:
        with self._lock:
            self._nursery, self._used = new, 0.0
            self._users[new] = 0
            idle = self._taken()
            self._users[old] += 1
        for worker in idle:
            worker.nursery.discard(worker)
            self._release_user(worker.nursery)
        self._release_user(old)
        self._refill(self._most)

    def _taken(self) -> list[Worker]:
        """Every idle worker, none of them idle any more."""
        workers = list(chain.from_iterable(self._idle.values()))
        self._idle.clear()
        return workers

    def _release_user(self, nursery: Nursery) -> None:
        with self._lock:
            self._users[nursery] -= 1
            drained = not self._users[nursery] and nursery is not self._nursery
            if drained:
                del self._users[nursery]
        if drained:
            nursery.close()
