"""Has data judged in processes that can be stopped, a few at a time."""

from __future__ import annotations

import time
from collections.abc import Hashable

from graph.errors import LianghuiError
from graph.sparql.query import QueryAnswer
from graph.validation.judge import Asked
from graph.workers.fresh import Fresh
from graph.workers.job import Job
from graph.workers.lanes import Lane
from graph.workers.limits import Limits

JUDGE = "graph.validation.judge:answer"
PLACES, WAITING = 2, 16
NICE = 10
"""The niceness of what judges, so that queries go first."""


class Validator:
    """Judges data within the limits of a query, fairly among clients."""

    def __init__(self, limits: Limits) -> None:
        self._fresh = Fresh(limits, JUDGE, "judging the data", "send them in parts", NICE)
        self._lane = Lane(PLACES, WAITING)
        self._jobs: dict[Hashable, Job] = {}

    def judge(self, asked: Asked, client: str, token: Hashable) -> QueryAnswer:
        """The report on what was sent; ``token`` is what :meth:`cancel` knows it by.

        Raises what :func:`graph.validation.judge.answer` raises, QueryBusyError,
        QueryTimeoutError, QueryMemoryError, QueryTooComplexError, QueryCancelledError and
        WorkerDiedError.
        """
        job = self._jobs[token] = Job(asked, 0, client, self._fresh.limits.seconds)
        try:
            half = time.monotonic() + job.seconds / 2
            self._lane.enter(client, half, job.waits_with)
            try:
                return self._fresh.run(job.request, job.runs_on)
            finally:
                self._lane.leave(client)
        except LianghuiError:
            job.check()
            raise
        finally:
            del self._jobs[token]

    def cancel(self, token: Hashable) -> None:
        """Stops what is being judged under this token, if anything is."""
        job = self._jobs.get(token)
        if job is not None:
            job.cancel()

    def close(self) -> None:
        """Ends every process at once."""
        self._fresh.close()
