"""The cells of an answer's rows, by type."""

from __future__ import annotations

from server.labels import Row
from server.links import short


def figure(row: Row, column: str) -> float | None:
    """The number there, None where there is none."""
    return float(row[column]["value"]) if column in row else None


def word(row: Row, column: str) -> str:
    """The text there; empty where there is none."""
    return str(row[column]["value"]) if column in row else ""


def keys(row: Row, column: str) -> tuple[str, ...]:
    """The parts of the key of the thing there, none where there is none."""
    return tuple(short(word(row, column)).split("/")[1:])


def key(row: Row, column: str) -> str:
    """The key of the thing there."""
    return "/".join(keys(row, column))
