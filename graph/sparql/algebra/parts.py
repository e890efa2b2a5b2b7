"""The parts of a group of a query: what each binds, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

Names = frozenset[str]
NONE: Names = frozenset()


class Kind(Enum):
    """What a part of a group is."""

    PATTERN = "pattern"
    FILTER = "FILTER"
    EXISTS = "FILTER EXISTS"
    NOT_EXISTS = "FILTER NOT EXISTS"
    MINUS = "MINUS"
    OPTIONAL = "OPTIONAL"
    LATERAL = "LATERAL"
    BIND = "BIND"
    VALUES = "VALUES"
    JOINED = "joined"
    OPAQUE = "opaque"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a group.

    ``mentioned`` are the variables that it names at any depth, ``certain`` those that each of its
    solutions binds. ``terms`` are a pattern's subject and object as written, ``steps`` the path
    between them where it is a sequence; ``bound`` is the variable of a BIND; ``table`` are the
    columns of VALUES, each variable with its terms.
    """

    kind: Kind
    text: str
    mentioned: Names = NONE
    certain: Names = NONE
    group: Sequence[Part] = ()
    terms: tuple[str, str] = ("", "")
    steps: tuple[str, ...] = ()
    bound: str = ""
    table: Sequence[tuple[str, tuple[str, ...]]] = field(default=())


def certain(parts: Iterable[Part]) -> Names:
    """The variables that each solution of the parts binds."""
    return NONE.union(*(each.certain for each in parts))


def mentioned(parts: Iterable[Part]) -> Names:
    """The variables that the parts name."""
    return NONE.union(*(each.mentioned for each in parts))


def patterns(parts: Iterable[Part]) -> list[Part]:
    """The triple patterns and paths directly among the parts."""
    return [each for each in parts if each.kind is Kind.PATTERN]


def written(parts: Iterable[Part]) -> str:
    """The text of a group, its braces included."""
    texts = (f"{each.text} ." if each.kind is Kind.PATTERN else each.text for each in parts)
    return f"{{ {' '.join(texts)} }}"


def values(table: Sequence[tuple[str, tuple[str, ...]]]) -> Part:
    """A VALUES block of the columns."""
    names = " ".join(f"?{name}" for name, _ in table)
    rows = zip(*(column for _, column in table), strict=True)
    data = " ".join(f"({' '.join(row)})" for row in rows)
    bound = frozenset(name for name, column in table if "UNDEF" not in column)
    return Part(
        Kind.VALUES,
        f"VALUES ({names}) {{ {data} }}",
        frozenset(name for name, _ in table),
        bound,
        table=table,
    )


def nested(kind: Kind, group: Sequence[Part]) -> Part:
    """A MINUS, OPTIONAL or (NOT) EXISTS of the group."""
    return Part(kind, f"{kind.value} {written(group)}", mentioned(group), group=group)
