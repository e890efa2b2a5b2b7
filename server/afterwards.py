"""What is done about requests once their answers have gone, when nobody waits for it."""

from __future__ import annotations

import asyncio

from server.observe import Ended, Observer

LATEST = 0.001
"""Seconds after which they are told of, where no other request gives the time before."""


class Afterwards:
    """Requests that have ended, told to the observer many at a time, by one event loop."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._ended: list[Ended] = []
        self._due = False

    def add(self, request: Ended) -> None:
        """Takes note of one."""
        self._ended.append(request)
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_later(LATEST, self._fall_due)

    def tell(self) -> None:
        """Tells of all that have ended; best called while something else is waited for."""
        if self._ended:
            ended, self._ended = self._ended, []
            self._observer.note(ended)

    def _fall_due(self) -> None:
        self._due = False
        self.tell()
