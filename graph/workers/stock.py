"""The workers that wait for a query, on the current release, and where they come from."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from graph.errors import LianghuiError, WorkerDiedError
from graph.store import free_memory
from graph.workers.forkserver import Charge
from graph.workers.idle import Idle
from graph.workers.limits import TRIPLE, Limits
from graph.workers.nursery import START_SECONDS, Nursery, Worker

EVALUATE = "graph.sparql.evaluate:evaluate"
SPARE = 2
"""Workers kept beyond what may run at once: slow queries take them from quick ones."""
_LEAVES = 1.25
"""Times the memory of a release and a copy of it that has to be free: others need some too."""
STARTING, COPYING = 1.0, 1.5e-5
"""Seconds of processor time that a fork server takes, and that a triple takes into memory."""
_PATIENCE = 20
"""Times as long by the clock that a busy machine may take for it."""


class Stock:
    """Idle workers, and the nurseries of this release and of those that still have queries.

    At first they read the release from the disk. Once the queries have taken as long as copying
    the release into memory takes, that is done, where it has room: there they take a fourth.
    Some of the workers then come to own all of it (:mod:`graph.workers.pages`).
    """

    def __init__(self, release: Path, limits: Limits, evaluate: str) -> None:
        self._limits, self._evaluate = limits, evaluate
        self._lock = threading.Lock()
        self._switching = threading.Lock()
        self._idle = Idle(limits.lanes[0].places, SPARE)
        self._closed = False
        self._used = 0.0
        self._nursery = Nursery(Charge(release, limits, evaluate))
        self._users: dict[Nursery, int] = {self._nursery: 0}
        self._owners: Counter[Nursery] = Counter()
        self._refill()

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
        if nursery.charge.in_memory:
            return
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
        if free_memory() < _LEAVES * 2 * TRIPLE * nursery.triples:
            return
        patience = START_SECONDS + _PATIENCE * COPYING * nursery.triples
        with suppress(LianghuiError):  # without it all goes on as it does
            copy = Nursery(replace(nursery.charge, in_memory=True), patience)
            with self._switching:
                wanted = nursery is self._nursery
                if wanted:
                    self._replace(nursery, copy)
            if self._closed or not wanted:
                copy.close()

    def take_idle(self) -> Worker | None:
        """An idle worker, None where there is none."""
        with self._lock:
            return self._idle.take()

    def take(self) -> Worker:
        """An idle worker or a new one. Raises WorkerDiedError when none can be had."""
        return self.take_idle() or self._spawn()

    def give_back(self, worker: Worker, *, fresh: bool = False) -> None:
        """Keeps the worker for the next query, unless its release was replaced or enough wait."""
        surplus: Worker | None = worker
        with self._lock:
            if worker.nursery is self._nursery and not self._closed:
                surplus = self._idle.put(worker, fresh=fresh)
                if not worker.owns:
                    self._have_owners()
        if surplus is not None:
            self.discard(surplus)

    def _have_owners(self) -> None:
        """Has as many workers own the release's memory as may."""
        while self._owners[self._nursery] < self._most_owners and self._idle.own():
            self._owners[self._nursery] += 1

    @property
    def _most_owners(self) -> int:
        return self._limits.owners(self._nursery.triples) if self.in_memory else 0

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
        self._release(worker.nursery, worker.owns)
        self.make_up()

    def make_up(self) -> None:
        """Has another worker wait in the stead of one that is gone or busy for long."""
        self._refill(1)

    def _refill(self, most: int | None = None) -> None:
        """Has as many workers wait as may, or so many more at the most."""
        wanting = self._idle.wanting if most is None else min(most, self._idle.wanting)
        with suppress(LianghuiError):  # whoever wants a worker then will see for himself
            for _ in range(wanting):
                self.give_back(self._spawn(), fresh=True)

    def switch(self, release: Path) -> None:
        """Takes workers from that release from now on. Raises LianghuiError, changing nothing."""
        with self._switching:
            self._replace(self._nursery, Nursery(Charge(release, self._limits, self._evaluate)))

    def close(self) -> None:
        """Ends every nursery, and every worker with it."""
        with self._lock:
            self._closed = True
            idle = self._idle.clear()
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
                self._release(nursery)
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
            idle = self._idle.clear()
            self._users[old] += 1
        for worker in idle:
            worker.nursery.discard(worker)
            self._release(worker.nursery, worker.owns)
        self._release(old)
        self._refill()

    def _release(self, nursery: Nursery, owned: bool = False) -> None:
        with self._lock:
            self._users[nursery] -= 1
            self._owners[nursery] -= owned
            self._have_owners()
            drained = not self._users[nursery] and nursery is not self._nursery
            if drained:
                del self._users[nursery], self._owners[nursery]
        if drained:
            nursery.close()
