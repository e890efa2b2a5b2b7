"""Runs queries in workers, within their limits and without one client in another's way."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from pathlib import Path

from graph.errors import LianghuiError, QueryBusyError, QueryCancelledError, QueryTimeoutError
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.scan import scan
from graph.workers.begun import Begun
from graph.workers.channel import ChannelClosedError
from graph.workers.hearing import listen_for
from graph.workers.history import History
from graph.workers.job import Job
from graph.workers.lanes import Lane
from graph.workers.limits import DEFAULT, Limits
from graph.workers.nursery import Worker
from graph.workers.stock import EVALUATE, SPARE, Stock


class Pool:
    """Workers on one release, for all threads of a server process.

    A query starts in the first lane. When it has used what it gets there, its worker gives way to
    what is in the lanes before and goes on in the next; without a free place there it is stopped,
    and run again when there is one. The next time it starts in the lane that it got to.
    """

    def __init__(
        self, release: Path, limits: Limits = DEFAULT, *, evaluate: str = EVALUATE
    ) -> None:
        self.limits = limits
        self._stock = Stock(release, limits, evaluate)
        self._lanes = [Lane(each.places, each.waiting) for each in limits.lanes]
        self._jobs: dict[Hashable, Job] = {}
        self._history = History()
        self._lock = threading.Lock()

    def run(
        self,
        request: QueryRequest,
        client: str,
        seconds: float | None = None,
        token: Hashable | None = None,
    ) -> QueryAnswer:
        """The whole answer, from the release that is current when the query starts.

        ``client`` is who shares are counted for, ``seconds`` a limit below the pool's own, from
        now on, and ``token`` what :meth:`cancel` knows the query by. Raises what evaluation
        raises, and QueryTooComplexError, QueryTimeoutError, QueryMemoryError,
        AnswerTooLargeError, QueryBusyError, QueryCancelledError and WorkerDiedError.
        """
        job = self._job(request, client, seconds)
        self._note_token(token, job)
        try:
            return self._serve(job)
        finally:
            self._forget(token)

    def begin(
        self,
        request: QueryRequest,
        client: str,
        seconds: float | None = None,
        token: Hashable | None = None,
    ) -> Begun | None:
        """Has a worker begin, without waiting for anything; None where it would have to.

        Raises QueryTooComplexError.
        """
        job = self._job(request, client, seconds)
        if self._history.lane(job.shape) or not self._lanes[0].try_enter(client):
            return None
        worker = self._stock.take_idle()
        if worker is not None:
            try:
                self._give(job, worker)
            except ChannelClosedError:  # it died idle; another takes time to come
                threading.Thread(target=self._stock.discard, args=(worker,), daemon=True).start()
            else:
                self._note_token(token, job)
                return Begun(job, worker, token, self._finish)
        self._lanes[0].leave(client)
        return None

    def _finish(self, begun: Begun) -> QueryAnswer:
        try:
            return self._serve(begun.job, begun.worker)
        finally:
            self._forget(begun.token)

    def _job(self, request: QueryRequest, client: str, seconds: float | None) -> Job:
        shape = scan(request.text, self.limits.bounds)
        most = self.limits.seconds
        return Job(request, shape, client, most if seconds is None else min(seconds, most))

    def cancel(self, token: Hashable) -> bool:
        """Stops the query that runs under this token; False when there is none."""
        with self._lock:
            job = self._jobs.get(token)
        if job is not None:
            job.cancel()
        return job is not None

    def switch(self, release: Path) -> None:
        """Answers from that release from now on; what runs on the old one runs to its end."""
        self._stock.switch(release)

    @property
    def release(self) -> Path:
        """The release that the next query is answered from."""
        return self._stock.release

    @property
    def in_memory(self) -> bool:
        """Whether the next query is answered from memory."""
        return self._stock.in_memory

    def load(self) -> list[tuple[int, int]]:
        """How many queries run and how many wait, for each lane."""
        return [(lane.running, lane.waiting) for lane in self._lanes]

    def close(self) -> None:
        """Ends all workers at once; queries that still run get WorkerDiedError."""
        self._stock.close()

    def _note_token(self, token: Hashable | None, job: Job) -> None:
        if token is not None:
            with self._lock:
                self._jobs[token] = job

    def _forget(self, token: Hashable | None) -> None:
        with self._lock:
            self._jobs.pop(token, None)

    def _serve(self, job: Job, worker: Worker | None = None) -> QueryAnswer:
        """Takes the query through the lanes, from the first in which it may find its end.

        With a ``worker`` it has begun in the first lane already.
        """
        number = 0 if worker else self._history.lane(job.shape) or 0
        while number < len(self._lanes):
            outcome = self._run_in(number, job, worker)
            if isinstance(outcome, QueryAnswer):
                return outcome
            number += 1
            worker = outcome if self._goes_on(job, number) else None
            if worker is None:
                self._stock.discard(outcome)
                job.runs_on(None)
                if job.over:
                    break
        raise QueryTimeoutError(
            f"the query ran past its limit of {job.seconds:g} s; ask for less at once, or make its"
            " patterns more selective"
        )

    def _run_in(self, number: int, job: Job, worker: Worker | None) -> QueryAnswer | Worker:
        """The answer, or the worker that is still busy when its time in that lane is over."""
        lane, limits = self._lanes[number], self.limits.lanes[number]
        if worker is None:
            self._enter(lane, job)
        try:
            if worker is None:
                worker = self._begin(job, limits.nice)
            elif limits.nice > worker.nice:
                worker.give_way(limits.nice)
            if limits.nice:
                self._stock.make_up()
            return self._hear(job, worker, limits.seconds) or worker
        finally:
            lane.leave(job.client)

    def _goes_on(self, job: Job, number: int) -> bool:
        """Whether the query can go on in that lane at once; if so, it has its place."""
        if job.over or number == len(self._lanes):
            return False
        self._history.note(job.shape, number)
        return self._lanes[number].try_enter(job.client)

    def _enter(self, lane: Lane, job: Job) -> None:
        half = job.deadline - job.seconds / 2  # or too little would be left to run in
        try:
            urgent = self._history.lane(job.shape) == 0
            lane.enter(job.client, half, job.waits_with, urgent=urgent)
        except QueryBusyError:
            job.check()
            raise

    def _begin(self, job: Job, nice: int) -> Worker:
        """A worker that has been given the query; idle ones may have died meanwhile."""
        for _ in range(self.limits.lanes[0].places + SPARE + 1):
            worker = self._stock.take()
            try:
                self._give(job, worker, nice)
            except ChannelClosedError:
                error = self._stock.bury(worker)
                continue
            return worker
        raise error

    def _give(self, job: Job, worker: Worker, nice: int = 0) -> None:
        worker.ask(job.request, nice)
        job.began = worker.processor_seconds()
        self._note_worker(job, worker, worker)

    def _hear(self, job: Job, worker: Worker, seconds: float) -> QueryAnswer | None:
        """The worker's answer, None while it is still busy. Raises what it answered instead."""
        try:
            outcome, last = listen_for(job, worker, seconds)
        except TimeoutError:
            return None
        except ChannelClosedError:
            error = self._stock.bury(worker)
            job.runs_on(None)
            raise error from None
        used = worker.processor_seconds() - job.began
        self._stock.used(worker.nursery, used)
        try:
            self._note_worker(job, worker, None)
        except QueryCancelledError:
            if isinstance(outcome, QueryAnswer) and not isinstance(outcome.body, bytes):
                outcome.body.close()
            raise
        if last:
            self._stock.discard(worker)
        else:
            self._stock.give_back(worker)
        if not last:
            self._history.note(job.shape, self._lane_for(used))
        if isinstance(outcome, LianghuiError):
            raise outcome
        return outcome.of_release(worker.nursery.release_number)

    def _note_worker(self, job: Job, worker: Worker, now: Worker | None) -> None:
        try:
            job.runs_on(now)
        except QueryCancelledError:
            self._stock.discard(worker)
            raise

    def _lane_for(self, seconds: float) -> int:
        lanes = self.limits.lanes
        if seconds < lanes[0].seconds:
            return 0
        return next((n for n, lane in enumerate(lanes) if seconds < lane.seconds), len(lanes) - 1)
