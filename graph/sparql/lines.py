"""What CONSTRUCT gives, in N-Triples, passed on as the engine writes it, no Python object made."""

from __future__ import annotations

from typing import Any

from pyoxigraph import QueryTriples, RdfFormat

from graph.sparql.serialise import Out


class _FullError(Exception):
    """There is more than was to be written."""


class _Lines:
    """Passes lines on, counted, up to a limit; raises :class:`_FullError` at what goes beyond.

    The engine repeats no triple but those with a blank node, and these are passed on once.
    """

    def __init__(self, out: Out, limit: int | None) -> None:
        self._out, self._limit = out, limit
        self._begun: list[bytes] = []
        self._seen: set[bytes] = set()
        self.count = 0

    def write(self, data: bytes) -> int:
        """A line is passed on when it has ended."""
        end = data.rfind(b"\n") + 1
        if not end:
            self._begun.append(bytes(data))
            return len(data)
        lines = b"".join([*self._begun, data[:end]])
        self._begun = [bytes(data[end:])]
        self._pass_on(lines if b"_:" not in lines else self._new(lines))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back but a line that has not ended."""

    def _pass_on(self, lines: bytes) -> None:
        found = lines.count(b"\n")
        room = found if self._limit is None else self._limit - self.count
        if found > room:
            lines = b"".join(lines.splitlines(keepends=True)[:room])
        self._out.write(lines)
        self.count += min(found, room)
        if found > room:
            raise _FullError

    def _new(self, lines: bytes) -> bytes:
        kept = []
        for line in lines.splitlines(keepends=True):
            if b"_:" in line:
                if line in self._seen:
                    continue
                self._seen.add(line)
            kept.append(line)
        return b"".join(kept)


def write_constructed(
    triples: QueryTriples, out: Out, limit: int | None = None
) -> tuple[int, bool]:
    """Writes the triples; gives how many there were and whether ``limit`` cut them."""
    lines = _Lines(out, limit)
    target: Any = lines
    try:
        triples.serialize(target, format=RdfFormat.N_TRIPLES)
    except _FullError:
        return lines.count, True
    return lines.count, False
