"""How long a worker is listened to: by the processor time that it uses, not by the clock."""

from __future__ import annotations

import math
import time

from graph.errors import LianghuiError
from graph.sparql.query import QueryAnswer
from graph.workers.channel import listen
from graph.workers.job import Job
from graph.workers.nursery import Worker

_PATIENCE = 10
"""How many times its processor time a query may take by the clock, on a busy machine."""


def listen_for(
    job: Job, worker: Worker, seconds: float
) -> tuple[QueryAnswer | LianghuiError, bool]:
    """Listens until the worker has used that much processor time, or its time is up."""
    if seconds == math.inf:
        return listen(worker.channel, job.deadline, job.deadline)
    try:
        return listen(worker.channel, 0, job.deadline)
    except TimeoutError:  # what has come already is had without asking for times
        pass
    most = time.monotonic() + seconds * _PATIENCE
    spent, wait = worker.processor_seconds() + seconds, seconds
    while True:
        until = min(time.monotonic() + wait, most, job.deadline)
        try:
            return listen(worker.channel, until, job.deadline)
        except TimeoutError:
            wait = spent - worker.processor_seconds()
            if wait < seconds / 10 or time.monotonic() >= min(most, job.deadline):
                raise
