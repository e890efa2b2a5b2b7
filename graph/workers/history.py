"""What is remembered of queries that ran, to run their like where they belong."""

from __future__ import annotations

import threading
from collections import OrderedDict

_MOST = 8192


class History:
    """In which lane queries of a shape found their end; the least recent are forgotten."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[int, int] = OrderedDict()
        self._lock = threading.Lock()

    def lane(self, shape: int) -> int | None:
        """The lane for that shape, None when none of its like is known."""
        with self._lock:
            return self._lanes.get(shape)

    def note(self, shape: int, lane: int) -> None:
        """Remembers that a query of that shape needed that lane."""
        with self._lock:
            self._lanes[shape] = lane
            self._lanes.move_to_end(shape)
            if len(self._lanes) > _MOST:
                self._lanes.popitem(last=False)
