"""The memory that a worker shares with the process it was forked from, and copying it ahead.

The engine counts references in its memory, so a query writes to every page that it reads, and a
page that is written for the first time after a fork is copied: 5 to 8 microseconds by a fault
each, 2 to 3 where they are copied one after another (``docs/performance.md``). What is copied
after a fork are small pages; joined to large ones again they cost the processor fewer look-ups.
"""

from __future__ import annotations

import ctypes
import math
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getpagesize, getrusage
from typing import BinaryIO

from graph.workers.channel import is_called

_OURS = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p \S+ \S+ 0 *(?:\[heap\])?")
_PRESENT = re.compile(rb"[\x80-\xff]+")
"""Pages in memory one after another: the highest bit of their words in ``pagemap``."""
_WORD = 8
_LARGE = 2 << 20
"""Bytes of a large page of the kinds of machine that have them by this name."""
_MADV_POPULATE_WRITE, _MADV_COLLAPSE = 23, 25
_STEP = 2 << 20
"""Bytes that are copied at once, in some 2 milliseconds, for which a query waits."""
_libc = ctypes.CDLL(None)

Pages = tuple[tuple[int, int], ...]
"""Runs of memory, each by its address and its length in bytes."""


def present() -> Pages:
    """The memory of this process that is its own and there; none where the system does not say."""
    with suppress(OSError):
        maps = Path("/proc/self/maps").read_text("ascii").splitlines()
        found = [match for line in maps if (match := _OURS.fullmatch(line))]
        with Path("/proc/self/pagemap").open("rb") as words:
            places = ((int(match[1], 16), int(match[2], 16)) for match in found)
            return tuple(run for place in places for run in _there(words, *place))
    return ()


def enlarge(pages: Pages) -> None:
    """Has the system hold them in large pages, where it can: a fork then copies a table less."""
    for start, length in pages:
        whole = -(-start // _LARGE) * _LARGE
        for place in range(whole, start + length - _LARGE + 1, _LARGE):
            _libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(_LARGE), _MADV_COLLAPSE)


def _there(words: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int]]:
    page = getpagesize()
    words.seek(start // page * _WORD)
    flags = words.read((end - start) // page * _WORD)[_WORD - 1 :: _WORD]
    for match in _PRESENT.finditer(flags):
        yield start + match.start() * page, (match.end() - match.start()) * page


@dataclass(frozen=True, slots=True)
class Own:
    """Asks a worker to make all of its memory its own, while it has nothing else to do."""


class Share:
    """A worker's part in the memory that it was forked with.

    ``pages`` are that memory, and ``most`` the bytes of it that it may come to have a second time
    unless it is to own them all.
    """

    def __init__(self, pages: Pages = (), most: float = math.inf) -> None:
        self._pages, self._most = pages, most
        self._copying: Iterator[bool] | None = None
        self._looks_at = most / getpagesize()

    def own(self) -> None:
        """Has it all copied by :meth:`grow`."""
        self._copying, self._looks_at = _copying(self._pages), math.inf

    def grow(self, channel: socket.socket) -> None:
        """Copies what is left to copy, until there is something to do in the channel."""
        if self._copying is None:
            return
        while not is_called(channel):
            if not next(self._copying, False):
                self._copying = None
                return

    def too_large(self) -> bool:
        """Whether it has more than it may; asks the system once that many pages were touched."""
        touched = getrusage(RUSAGE_SELF).ru_minflt
        if touched < self._looks_at:
            return False
        self._looks_at = touched + self._most / getpagesize()
        return _own() > self._most


def _copying(pages: Pages) -> Iterator[bool]:
    """Makes those pages this process's own, a few with each step; what has gone is passed over."""
    ready = 0
    for start, length in (part for run in pages for part in _parts(*run)):
        if _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), _MADV_POPULATE_WRITE):
            continue
        enlarge(((start, length),))
        ready += length
        if ready >= _STEP:
            ready = 0
            yield True


def _parts(start: int, length: int) -> Iterator[tuple[int, int]]:
    """A run in parts that are each in one large page."""
    end = start + length
    while start < end:
        stop = min(end, start - start % _LARGE + _LARGE)
        yield start, stop - start
        start = stop


def _own() -> int:
    """The bytes of memory that this process shares with no other."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
        line = next(line for line in lines if line.startswith("Private_Dirty:"))
        return int(line.split()[1]) << 10
    return 0
