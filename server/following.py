"""Query workers that follow the releases: those of a server process, on what is current."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from graph.errors import WorkerDiedError
from graph.workers import Pool

if TYPE_CHECKING:
    from server.current import Release  # which loads Flask: not before the workers start


class Following:
    """The pool that ``make`` makes of a release's path, switched as releases are published.

    ``number`` tells the number of the home's current release. For all threads.
    """

    def __init__(self, make: Callable[[Path], Pool], number: Callable[[], int | None]) -> None:
        self._make, self._number = make, number
        self._lock = Lock()
        self.pool: Pool | None = None
        self._serves: int | None = None
        self._owner = 0

    def on(self, release: Release) -> Pool:
        """The pool on that release, or on a newer one that was published meanwhile."""
        pool = self.ready(release)
        if pool is not None:
            return pool
        with self._lock:
            return self._follow(release)

    def ready(self, release: Release) -> Pool | None:
        """The pool, where it is there and on that release."""
        mine = self._serves == release.number and self._owner == os.getpid()
        return self.pool if mine else None

    def cancel(self, token: Hashable) -> None:
        """Stops the query that runs under this token, if there is one."""
        if self.pool is not None:
            self.pool.cancel(token)

    def close(self) -> None:
        """Ends every worker at once."""
        with self._lock, suppress(WorkerDiedError):
            if self.pool is not None and self._owner == os.getpid():
                self.pool.close()
            self.pool = None

    def _follow(self, release: Release) -> Pool:
        if self.pool is None or self._owner != os.getpid():  # a fork's pool is its parent's
            self.pool = self._make(release.path)
            self._serves, self._owner = release.number, os.getpid()
        # A request that began before the last publishing must not lead back to its release.
        elif release.number != self._serves and release.number == self._number():
            self.pool.switch(release.path)
            self._serves = release.number
        return self.pool
