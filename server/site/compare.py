"""Two to four provinces side by side, or two years, or what sources claim against the texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flask import Response, request

from graph.errors import ParameterError
from graph.questions import bound, question
from ontology.names import LH, thing
from server.current import release, things
from server.execute import select
from server.labels import Labels, Row, Shown, iris
from server.language import language
from server.site import reports
from server.site.cross import grouped, key, of_theme
from server.site.page import page
from server.site.reports import Held
from server.site.statements import CHINA, Statement, index, year_term
from server.site.subjects import DIRECTIONS

MOST = 4
"""Provinces, and years, that are compared at once."""
_CODE = re.compile(r"[0-9]{6}|china")
_YEAR = re.compile(r"[0-9]{4}")
_LISTED = f"""SELECT DISTINCT ?thing ?class {{ VALUES ?class {{ {LH.Theme} {LH.Province} }}
  ?thing a ?class }} ORDER BY ?thing"""
SHOWN = {
    "conflict": ("sources in conflict", "来源相互矛盾"),
    "unknown": ("unknown: no text was read", "未知：无全文可读"),
    "claimed-and-found": ("claimed and found", "有说法，原文提及"),
    "claimed-and-silent": ("claimed, but the text is silent", "有说法，原文未提"),
    "found-and-unclaimed": ("found, nobody claims it", "原文提及，无来源称之"),
    "unclaimed-and-silent": ("neither", "均未提及"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One side of the comparison: a place in a year."""

    place: Shown
    year: str
    href: str
    known: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says of a theme: how often, and in which directions (their numbers)."""

    read: int
    claimed: int
    directions: tuple[int, ...]
    href: str


def compare() -> Response:
    """The page that compares, with its forms."""
    current = release()
    places, given = _given("province", _CODE), _given("year", _YEAR)
    claims, theme = request.args.get("claims", ""), request.args.get("theme", "")
    listed, held = select(current, _LISTED), reports.of_provinces(current)
    years = reports.years(held)
    nodes = [thing("country" if each == "china" else "province", each) for each in places]
    chosen = given or years[-1:]
    found = (
        index(current, {"place": nodes, "year": [year_term(each) for each in chosen]})
        if nodes
        else []
    )
    rows = _claims(theme or "blockchain", claims) if claims else []
    wanted = iris(listed) | iris(rows) | _sources(rows) | {*DIRECTIONS, CHINA}
    shown = Labels(current, wanted | {each.source for each in found})
    sides = list(product([each.value for each in nodes], chosen))
    return page(
        "site/compare.html",
        years=years,
        themes=_of(listed, LH.Theme.value, shown),
        provinces=[*_of(listed, LH.Province.value, shown), ("china", shown.name(CHINA))],
        chosen=[*places, *[""] * (MOST - len(places))],
        chosen_years=[*chosen[:2], *[""] * (2 - len(chosen[:2]))],
        directions=[shown.thing(each) for each in DIRECTIONS],
        columns=[_column(place, year, held, found, shown) for place, year in sides],
        rows=_rows(found, sides, shown),
        claims=claims,
        theme=theme or "blockchain",
        outcomes=[_outcome(row, shown) for row in rows],
    )


def _given(name: str, form: re.Pattern[str]) -> list[str]:
    values = list(dict.fromkeys(each for each in request.args.getlist(name) if each))
    for each in values:
        if not form.fullmatch(each):
            raise ParameterError(name, f"{each} is none")
    if len(values) > MOST:
        raise ParameterError(name, f"at most {MOST} are compared")
    return values


def _of(rows: Sequence[Row], kind: str, shown: Labels) -> list[tuple[str, str]]:
    things = (row["thing"]["value"] for row in rows if row["class"]["value"] == kind)
    return [(key(each), shown.name(each)) for each in things]


def _column(
    place: str, year: str, held: Sequence[Held], found: Sequence[Statement], shown: Labels
) -> Column:
    known = any(each.text for each in held if (each.place, each.year) == (place, year))
    spoken = any(each.read for each in found if (each.place, each.year) == (place, year))
    return Column(shown.thing(place), year, shown.thing(place).href, known or spoken)


def _rows(
    found: Sequence[Statement], sides: Sequence[tuple[str, str]], shown: Labels
) -> list[tuple[Shown, list[Cell], list[int]]]:
    """A row for each theme: what each side says, and the directions that all sides share."""
    themes = grouped(found, of_theme)
    ordered = sorted(themes.items(), key=lambda row: (-len(row[1]), shown.name(row[0])))
    rows = []
    for theme, statements in ordered:
        cells = [_cell(statements, theme, side, shown) for side in sides]
        common = set.intersection(*(set(cell.directions) for cell in cells))
        rows.append((shown.thing(theme), cells, sorted(common) if len(cells) > 1 else []))
    return rows


def _cell(
    statements: Sequence[Statement], theme: str, side: tuple[str, str], shown: Labels
) -> Cell:
    own = [each for each in statements if (each.place, each.year) == side]
    read = sum(each.read for each in own)
    taken = {each for one in own for each in one.directions}
    numbers = tuple(n for n, each in enumerate(DIRECTIONS, 1) if each in taken)
    href = f"{shown.thing(side[0]).href}?year={side[1]}&theme={key(theme)}#statements"
    return Cell(read, len(own) - read, numbers, href)


def _claims(theme: str, year: str) -> list[dict[str, dict[str, str]]]:
    values: Mapping[str, str] = {"theme": theme, "year": year, "language": language()}
    return select(release(), bound(things(), question("compare-claims"), values))


def _sources(rows: Sequence[Row]) -> set[str]:
    names = ("claimedBy", "leftOutBy")
    return {iri for row in rows for name in names if name in row for iri in _split(row, name)}


def _split(row: Row, name: str) -> list[str]:
    return str(row[name]["value"]).split() if name in row else []


Outcome = tuple[Shown, str, tuple[str, str], list[Shown], list[Shown], str]


def _outcome(row: Row, shown: Labels) -> Outcome:
    name = row["outcome"]["value"]
    return (
        shown.thing(row["province"]["value"]),
        name,
        SHOWN[name],
        [shown.thing(each) for each in _split(row, "claimedBy")],
        [shown.thing(each) for each in _split(row, "leftOutBy")],
        row["mentions"]["value"] if "mentions" in row else "",
    )
