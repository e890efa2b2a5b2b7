"""A list of statements on a page: narrowed by what the address says, a part at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from graph.errors import ParameterError
from server.current import Release
from server.labels import Labels, Shown
from server.links import link
from server.site.cross import key
from server.site.page import here
from server.site.statements import PAGE, Statement, Words, words

_YEAR = re.compile(r"[0-9]{4}")
BASES = ("read", "claimed")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as a list shows it."""

    href: str
    place: Shown
    theme: Shown
    directions: tuple[Shown, ...]
    source: Shown
    role: str
    year: str
    read: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Listing:
    """The statements that show, of how many, and the way to the others."""

    statements: tuple[Statement, ...]
    words: dict[str, Words]
    first: int
    total: int
    pages: dict[str, str]

    def iris(self) -> set[str]:
        """All that these statements name, so that it is labelled."""
        found: set[str] = set()
        for each in self.statements:
            found |= {each.place, each.theme, each.source, *each.directions}
            found.add(self.words[each.iri].role if each.iri in self.words else "")
        return found - {""}

    def items(self, shown: Labels) -> list[Item]:
        """The statements with their labels."""
        return [self._item(each, shown) for each in self.statements]

    def _item(self, each: Statement, shown: Labels) -> Item:
        behind = self.words.get(each.iri, Words())
        return Item(
            link(each.iri),
            shown.thing(each.place),
            shown.thing(each.theme),
            tuple(shown.thing(one) for one in each.directions),
            shown.thing(each.source),
            shown.name(behind.role) if behind.role else "",
            each.year,
            each.read,
            behind,
        )


def wanted_year(years: Sequence[str]) -> str:
    """The year that the address asks for, else the newest; years are in order."""
    given = request.args.get("year", "")
    if given and not _YEAR.fullmatch(given):
        raise ParameterError("year", f"{given} is no year", tuple(years))
    return given or (years[-1] if years else "")


def narrowed(statements: Sequence[Statement]) -> list[Statement]:
    """Those that the address's ``province``, ``theme``, ``direction`` and ``basis`` leave."""
    wanted = {name: request.args.get(name) for name in ("province", "theme", "direction", "basis")}
    return [each for each in statements if _fits(each, wanted)]


def _fits(each: Statement, wanted: dict[str, str | None]) -> bool:
    return (
        wanted["province"] in (None, "", key(each.place))
        and wanted["theme"] in (None, "", key(each.theme))
        and wanted["basis"] in (None, "", BASES[not each.read])
        and (
            wanted["direction"] in (None, "")
            or wanted["direction"] in map(key, each.directions)
            or (wanted["direction"] == "none" and not each.directions)
        )
    )


def listing(current: Release, statements: Sequence[Statement], size: int = PAGE) -> Listing:
    """The part of the statements that the address asks for by ``from``."""
    given = request.args.get("from", "1")
    first = min(int(given) if given.isascii() and given.isdigit() else 1, max(len(statements), 1))
    first = max(1, first)
    part = tuple(statements[first - 1 : first - 1 + size])
    pages = {}
    if first > 1:
        pages["prev"] = _turned(max(1, first - size))
    if first - 1 + size < len(statements):
        pages["next"] = _turned(first + size)
    behind = words(current, [each.iri for each in part])
    return Listing(part, behind, first, len(statements), pages)


def _turned(first: int) -> str:
    return here(**{"from": str(first)}) + "#statements"


def filters(shown: Labels, kinds: dict[str, str]) -> list[tuple[str, str]]:
    """What the list was narrowed by, each with the address without it.

    ``kinds`` are the parameters with the start of the IRIs of their values.
    """
    found = []
    for name, start in kinds.items():
        value = request.args.get(name)
        if value:
            label = shown.name(start + value) if value != "none" else "—"
            found.append((label, here(**{name: None}) + "#statements"))
    return found


def plus(**values: str) -> str:
    """The address of this page with only these parameters, at the list of statements."""
    return "?" + urlencode({name: value for name, value in values.items() if value}) + "#statements"
