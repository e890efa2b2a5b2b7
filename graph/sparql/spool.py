"""What an answer is written to: memory, and a file without a name once it is large."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

from graph.errors import QueryFailedError

SPOOL = 1 << 20
"""Bytes of an answer that are held in memory; a longer one goes to an unlinked file."""


class Spool:
    """One answer's; a block that ends in an error closes it."""

    __slots__ = ("_length", "_out")

    def __init__(self) -> None:
        self._out: IO[bytes] = BytesIO()
        self._length = 0

    def __enter__(self) -> Spool:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Raises QueryFailedError for what the engine finds out only as it writes."""
        if error is None:
            return
        self._out.close()
        if isinstance(error, RuntimeError):
            raise QueryFailedError(str(error)) from error

    def write(self, data: bytes) -> int:
        """Takes more of it."""
        before, self._length = self._length, self._length + len(data)
        if before <= SPOOL < self._length:
            held = self._out
            self._out = TemporaryFile()  # noqa: SIM115 -- closed by whoever sends it
            self._out.write(held.getvalue() if isinstance(held, BytesIO) else b"")
        return self._out.write(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def whole(self) -> tuple[bytes | IO[bytes], int]:
        """All of it, as bytes or, where it is large, as the file; and its length."""
        if isinstance(self._out, BytesIO):
            return self._out.getvalue(), self._length
        self._out.seek(0)
        return self._out, self._length
