"""The lines of an N-Quads or N-Triples file that can name a blank node, or those that cannot.

Two stores that read one file would call its blank nodes differently; so lines with such names are
read once, and only all others, which are nearly all, by each store for itself.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = 1 << 20
_SIGN = b"_:"


class Lines(io.RawIOBase):
    """Those lines of the file; the others are empty, so that each keeps its number."""

    def __init__(self, path: Path, *, blank: bool) -> None:
        self._file: BinaryIO = path.open("rb")
        self._blank, self._rest = blank, memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as what was read last goes."""
        if not self._rest:
            self._rest = memoryview(self._next())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()

    def _next(self) -> bytes:
        read = self._file.read(_AT_ONCE)
        read += b"" if read.endswith(b"\n") else self._file.readline()
        if _SIGN not in read:
            return b"\n" * read.count(b"\n") if self._blank else read
        found = read.split(b"\n")
        return b"\n".join(line if (_SIGN in line) == self._blank else b"" for line in found)


def lines(path: Path, *, blank: bool) -> io.BufferedReader:
    """Those lines, to be read. Raises OSError."""
    return io.BufferedReader(Lines(path, blank=blank))


def count(path: Path) -> int:
    """How many lines there are, which takes little beside reading them. Raises OSError."""
    with path.open("rb") as file:
        return sum(read.count(b"\n") for read in iter(partial(file.read, _AT_ONCE), b""))
