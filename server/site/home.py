"""The first page: what this is, a year and a theme to choose, and where to go from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Response, request

from graph.dataset.counts import contents
from ontology.names import LH, thing
from server.current import release
from server.execute import select
from server.labels import Labels, Row, Shown
from server.language import language
from server.links import address
from server.pictures.ask import picture
from server.site import reports
from server.site.listing import wanted_year
from server.site.page import page
from server.site.statements import NOT_OVERRULED, PREFIX, year_term
from server.site.subjects import DIRECTIONS

_LISTED = f"""SELECT DISTINCT ?thing ?class {{ VALUES ?class {{ {LH.Theme} {LH.Province} }}
  ?thing a ?class }} ORDER BY ?thing"""
_YEAR = f"""{PREFIX}SELECT ?theme ?place ?read (COUNT(DISTINCT ?s) AS ?n) {{
  ?s lh:year ?year ; lh:aboutTheme ?theme ; lh:ofProvince ?place ; lh:basis ?basis .
  {NOT_OVERRULED} BIND (?basis != {thing("basis", "asserted")} AS ?read)
}} GROUP BY ?theme ?place ?read"""
_COUNTED = {
    "reports": LH.WorkReport,
    "statements": LH.PolicyStatement,
    "mentions": LH.ThemeMention,
    "articles": LH.SourceArticle,
}
TOP = 9
"""Themes that the page tells of first."""


def home() -> Response:
    """What there is, and where to begin."""
    current = release()
    held = reports.of_provinces(current)
    years = reports.years(held)
    year = wanted_year(years)
    rows = select(current, _YEAR, {"year": year_term(year)}) if year else []
    listed = select(current, _LISTED)
    figures = contents(current).total("classes")
    things = [row["thing"]["value"] for row in listed]
    shown = Labels(current, {*things, *DIRECTIONS})
    return page(
        "site/home.html",
        years=years,
        year=year,
        themes=_of(listed, LH.Theme.value, shown),
        provinces=_of(listed, LH.Province.value, shown),
        directions=[shown.thing(each) for each in DIRECTIONS],
        top=_top(rows, shown),
        texts=sum(bool(each.text) for each in held if each.year == year),
        reports_known=sum(each.year == year for each in held),
        picture=picture("map", {"year": year, "measure": "themes" if rows else "claims"})
        if year
        else None,
        matrix=address("/picture/matrix.svg") + f"?year={year}&lang={language()}",
        chosen=request.args.get("theme", ""),
        figures=[(name, figures.get(term.value, 0)) for name, term in _COUNTED.items()],
    )


def _of(rows: Sequence[Row], kind: str, shown: Labels) -> list[Shown]:
    return [shown.thing(row["thing"]["value"]) for row in rows if row["class"]["value"] == kind]


def _top(rows: Sequence[Row], shown: Labels) -> list[tuple[Shown, int, int]]:
    """The themes that most provinces name, with how many do and in how many statements."""
    places: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    statements: Counter[str] = Counter()
    for row in rows:
        read, theme = row["read"]["value"] == "true", row["theme"]["value"]
        places[read][theme] += 1
        if read:
            statements[theme] += int(row["n"]["value"])
    ordered = sorted(places[True].items(), key=lambda each: (-each[1], -statements[each[0]]))
    return [(shown.thing(theme), n, statements[theme]) for theme, n in ordered[:TOP]]
