"""Tables of one dimension by another, each cell with how many statements stand behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from server.labels import Shown
from server.site.statements import Statement

Keys = Callable[[Statement], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements were read in reports, how many other sources claim; where they are."""

    read: int
    claimed: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, all its statements, and those of each column.

    ``state`` is ``read`` where something was found, ``silent`` where a text was read and nothing
    found, ``unknown`` where no text was read.
    """

    name: Shown
    total: Count
    cells: tuple[Count, ...]
    state: str = "read"


def count(statements: Sequence[Statement], href: str = "") -> Count:
    """How many there are of either kind."""
    read = sum(each.read for each in statements)
    return Count(read, len(statements) - read, href)


def grouped(statements: Iterable[Statement], keys: Keys) -> dict[str, list[Statement]]:
    """The statements under each of their keys."""
    found: dict[str, list[Statement]] = {}
    for each in statements:
        for key in keys(each):
            found.setdefault(key, []).append(each)
    return found


def of_place(statement: Statement) -> tuple[str, ...]:
    """A statement's place as the one key that it has."""
    return (statement.place,)


def of_theme(statement: Statement) -> tuple[str, ...]:
    """A statement's theme as the one key that it has."""
    return (statement.theme,)


def of_directions(statement: Statement) -> tuple[str, ...]:
    """A statement's directions."""
    return tuple(statement.directions)


def key(iri: str) -> str:
    """The last part of a thing's IRI, by which parameters name it."""
    return iri.rpartition("/")[2]
