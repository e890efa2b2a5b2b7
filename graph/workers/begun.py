"""A query that a worker has begun while nobody waits for its answer yet."""

from __future__ import annotations

import select
from collections.abc import Callable, Hashable
from contextlib import suppress

from graph.errors import LianghuiError
from graph.sparql.query import QueryAnswer
from graph.workers.channel import is_whole
from graph.workers.job import Job
from graph.workers.nursery import Worker


class Begun:
    """The query; :meth:`answer` has to be called in the end.

    It holds its place and its worker until then.
    """

    __slots__ = ("_finish", "_outcome", "job", "token", "worker")

    def __init__(
        self,
        job: Job,
        worker: Worker,
        token: Hashable | None,
        finish: Callable[[Begun], QueryAnswer],
    ) -> None:
        self.job, self.worker, self.token, self._finish = job, worker, token, finish
        self._outcome: QueryAnswer | LianghuiError | None = None

    def fileno(self) -> int:
        """What becomes readable when there is an answer."""
        return self.worker.channel.fileno()

    @property
    def is_whole(self) -> bool:
        """Whether a small answer is there, all of it, so that :meth:`answer` waits for nothing."""
        return is_whole(self.worker.channel)

    def comes_within(self, seconds: float) -> bool:
        """Waits so long, in whole milliseconds, for a small answer; whether all of it came."""
        poll = select.poll()
        poll.register(self.worker.channel, select.POLLIN)
        poll.poll(1000 * seconds)
        return self.is_whole

    def drop(self) -> None:
        """Does without the answer."""
        if not self.is_whole:
            self.job.cancel()
        with suppress(LianghuiError):
            answer = self.answer()
            if not isinstance(answer.body, bytes):
                answer.body.close()

    def answer(self) -> QueryAnswer:
        """Waits for the answer, the same again to whoever asks again.

        Raises what :meth:`graph.workers.pool.Pool.run` raises.
        """
        if self._outcome is None:
            try:
                self._outcome = self._finish(self)
            except LianghuiError as error:
                self._outcome = error
        if isinstance(self._outcome, LianghuiError):
            raise self._outcome
        return self._outcome
