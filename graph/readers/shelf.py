"""Texts that were read and wait for their turn: in a file, so that memory holds one at a time."""

from __future__ import annotations

import os
from tempfile import SpooledTemporaryFile
from types import TracebackType

IN_MEMORY = 8 * 2**20
"""Bytes up to which no file is needed."""


class Shelf:
    """Texts by key. What is on it goes when it is closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](IN_MEMORY)
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, key: str, text: str) -> None:
        """Keep a text; one that is there already stays as it is."""
        if key not in self._places:
            data = text.encode("utf-8")
            self._places[key] = (self._file.seek(0, os.SEEK_END), len(data))
            self._file.write(data)

    def text(self, key: str) -> str:
        """The text with that key. Raises KeyError where there is none."""
        start, length = self._places[key]
        self._file.seek(start)
        return self._file.read(length).decode("utf-8")

    def __enter__(self) -> Shelf:
        """Let a block end it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the texts go."""
        self._file.close()
