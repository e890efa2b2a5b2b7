"""The pages of provinces, themes and directions: who says what of which, in one year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response
from pyoxigraph import NamedNode

from ontology.names import BASE, LH, SKOS, thing
from server.current import release
from server.labels import Labels, Shown
from server.pictures.ask import picture
from server.site import reports
from server.site.about_thing import Said
from server.site.cross import (
    Count,
    Keys,
    Line,
    count,
    grouped,
    key,
    of_directions,
    of_place,
    of_theme,
)
from server.site.listing import Listing, filters, listing, narrowed, plus, wanted_year
from server.site.page import page
from server.site.reports import Held
from server.site.statements import CHINA, Statement, index, year_term

DIRECTIONS = tuple(
    thing("direction", slug).value
    for slug in (
        "industry-upgrading",
        "digital-economy",
        "research-transfer",
        "application-scenarios",
        "industrial-parks",
        "infrastructure",
        "governance",
    )
)
"""The directions in the order of their codes, D1 to D7."""
_KINDS = {name: f"{BASE}id/{name}/" for name in ("province", "theme", "direction")}


def province(kind: str, slug: str) -> Response:
    """A province, or the country: its themes by direction, its reports, its statements."""
    current, iri = release(), thing(kind, slug)
    said, held = Said(current, iri), reports.of_place(current, iri)
    years = reports.years(held)
    year = wanted_year(years)
    found = _found(iri, "place", year)
    listed = listing(current, narrowed(found))
    shown = _labels(said, found, listed)
    return page(
        "site/province.html",
        **_common(said, shown, listed, years, year),
        reports=[(each.year, shown.thing(each.report), bool(each.text)) for each in held],
        lines=_lines(found, of_theme, "theme", year, shown),
        held=any(each.text for each in held if each.year == year),
        facts=_facts(said, shown),
    )


def theme(kind: str, slug: str) -> Response:
    """A theme: every province by direction, the silent and the unknown among them."""
    return _across("site/theme.html", thing(kind, slug), "theme")


def direction(kind: str, slug: str) -> Response:
    """A direction: the themes it is taken in, the provinces that take it."""
    return _across("site/direction.html", thing(kind, slug), "direction")


def _across(template: str, iri: NamedNode, name: str) -> Response:
    current = release()
    said, held = Said(current, iri), reports.of_provinces(current)
    years = reports.years(held)
    year = wanted_year(years)
    found = _found(iri, name, year)
    listed = listing(current, narrowed(found))
    of_year = [each for each in held if each.year == year]
    shown = _labels(said, found, listed, [each.place for each in of_year])
    lines = _lines(found, of_place, "province", year, shown)
    missing = _missing(lines, of_year, shown)
    read = any(each.text for each in of_year)
    values = {name: key(iri.value), "year": year, "measure": "statements" if read else "claims"}
    return page(
        template,
        **_common(said, shown, listed, years, year),
        lines=[*lines, *missing],
        themes=_lines(found, of_theme, "theme", year, shown),
        texts=sum(bool(each.text) for each in of_year),
        named=sum(1 for each in lines if each.total.read and each.name.href != _national(shown)),
        picture=picture("map", values, known={iri.value: shown.name(iri.value)}) if year else None,
    )


def _national(shown: Labels) -> str:
    return shown.thing(CHINA).href


def _found(iri: NamedNode, name: str, year: str) -> list[Statement]:
    return index(release(), {name: [iri], "year": [year_term(year)]}) if year else []


def _labels(
    said: Said, found: Sequence[Statement], listed: Listing, more: Sequence[str] = ()
) -> Labels:
    named = {each.place for each in found} | {each.theme for each in found}
    wanted = said.iris() | listed.iris() | named | set(DIRECTIONS) | set(more) | {said.iri, CHINA}
    return Labels(release(), wanted)


def _common(
    said: Said, shown: Labels, listed: Listing, years: Sequence[str], year: str
) -> dict[str, Any]:
    return {
        "iri": said.iri,
        "kind": said.iri.rsplit("/", 2)[1],
        "slug": key(said.iri),
        "name": shown.name(said.iri),
        "names": said.names(),
        "definition": said.words(SKOS.definition),
        "years": years,
        "year": year,
        "directions": [shown.thing(each) for each in DIRECTIONS],
        "codes": [f"D{number}" for number in range(1, len(DIRECTIONS) + 1)],
        "items": listed.items(shown),
        "listing": listed,
        "filters": filters(shown, _KINDS),
    }


def _lines(
    found: Sequence[Statement], keys: Keys, name: str, year: str, shown: Labels
) -> list[Line]:
    """A row for each key, the fullest first."""
    rows = grouped(found, keys)
    ordered = sorted(rows.items(), key=lambda row: (-len(row[1]), shown.name(row[0])))
    return [_line(each, statements, name, year, shown) for each, statements in ordered]


def _line(iri: str, statements: Sequence[Statement], name: str, year: str, shown: Labels) -> Line:
    here: Callable[..., str] = plus
    own = {"year": year, name: key(iri)}
    by_direction = grouped(statements, of_directions)
    cells = tuple(
        count(by_direction.get(each, ()), here(**own, direction=key(each))) for each in DIRECTIONS
    )
    return Line(shown.thing(iri), count(statements, here(**own)), cells)


def _missing(lines: Sequence[Line], of_year: Sequence[Held], shown: Labels) -> list[Line]:
    """The provinces of which nothing was found: those that are silent, then the unknown."""
    there = {each.name.href for each in lines}
    empty = tuple(Count(0, 0) for _ in DIRECTIONS)
    found = [
        Line(shown.thing(each.place), Count(0, 0), empty, "silent" if each.text else "unknown")
        for each in of_year
        if shown.thing(each.place).href not in there
    ]
    return sorted(found, key=lambda line: (line.state, line.name.text))


def _facts(said: Said, shown: Labels) -> list[tuple[str, list[Shown]]]:
    """What identifies a province, and where it lies."""
    wanted = {
        "gb_code": LH.gbCode,
        "iso_code": LH.isoCode,
        "capital": LH.capital,
        "region": LH.inEconomicRegion,
        "wikidata": LH.wikidataItem,
        "geonames": LH.geonamesFeature,
    }
    found = ((name, [shown(term) for term in said.terms(each)]) for name, each in wanted.items())
    return [(name, values) for name, values in found if values]
