"""What is done about requests once their answers have gone, when nobody waits for it."""

from __future__ import annotations

import asyncio
from threading import Lock

from server.observe import Ended, Observer

LATEST = 0.005
"""Seconds after which they are told of: time in which whoever waits for an answer gets it."""


class Afterwards:
    """Requests that have ended, told to the observer many at a time; for all threads.

    ``loop`` sees to it that they are told of in time; where none is given, it is that which runs
    where the first ends.
    """

    def __init__(self, observer: Observer) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._observer = observer
        self._lock = Lock()
        self._ended: list[Ended] = []
        self._due = self._more = False

    def add(self, request: Ended) -> None:
        """Takes note of one."""
        with self._lock:
            self._ended.append(request)
            due, self._due, self._more = self._due, True, True
        if not due:
            loop = self.loop = self.loop or asyncio.get_running_loop()
            loop.call_soon_threadsafe(self._wait, loop)

    def tell(self) -> None:
        """Tells of all that have ended; best called while something else is waited for."""
        with self._lock:
            ended, self._ended = self._ended, []
        if ended:
            self._observer.note(ended)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(LATEST, self._fall_due, loop)

    def _fall_due(self, loop: asyncio.AbstractEventLoop) -> None:
        """Goes on as long as requests come: none has to waken the loop beside its answer."""
        with self._lock:
            due = self._due = self._more
            self._more = False
        if due:
            self._wait(loop)
        self.tell()
