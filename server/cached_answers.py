"""The answers that the response cache keeps, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

SIZE = 64 << 20
"""Bytes that the answers kept may take together."""
LARGEST_SHARE = 8
"""One answer takes at most this part of all."""
_OVERHEAD = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, 200 always, without what belongs to one request only; header names are low."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str | None
    notes: dict[str, Any]

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return len(self.body) + _OVERHEAD


class Answers:
    """The answers kept, the least recently used forgotten first; for all threads."""

    def __init__(self, size: int = SIZE) -> None:
        self._most, self._used = size, 0
        self._held: OrderedDict[bytes, Entry] = OrderedDict()
        self._release: int | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._held)

    @property
    def used(self) -> int:
        """The bytes that they take together, about."""
        return self._used

    @property
    def largest(self) -> int:
        """The bytes that one of them may take."""
        return self._most // LARGEST_SHARE

    def find(self, release: int, key: bytes) -> Entry | None:
        """The answer for that key from that release."""
        with self._lock:
            entry = self._held.get(key) if release == self._release else None
            if entry is not None:
                self._held.move_to_end(key)
            return entry

    def keep(self, release: int, key: bytes, entry: Entry) -> None:
        """Keeps an answer; the first from another release ends all those before."""
        if entry.size > self.largest:
            return
        with self._lock:
            if release != self._release:
                self._held.clear()
                self._release, self._used = release, 0
            self._drop(key)
            self._held[key] = entry
            self._used += entry.size
            while self._used > self._most:
                self._drop(next(iter(self._held)))

    def _drop(self, key: bytes) -> None:
        entry = self._held.pop(key, None)
        self._used -= entry.size if entry else 0
