"""Small multiples: a panel for each theme, all on the same years and the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from server.labels import Row
from server.pictures.frame import (
    Behind,
    Drawn,
    Entry,
    Look,
    Subject,
    Titled,
    frame,
    mark,
    shown,
    words,
)
from server.pictures.rows import figure, key, word
from server.pictures.scale import LINE, QUIET, RAMP
from server.pictures.svg import element

MEASURES = {
    "share": "share",
    "mentions": "mentions",
    "rate": "perTenThousand",
    "statements": "statements",
}
"""The column of each measure."""
ACROSS, WIDE, HIGH = 4, 220, 74
"""Panels in a row, and the size of each panel's field."""
GAP, ABOVE, BELOW = 26, 20, 26
FILL = RAMP[3]
STEP = 8
"""How far apart the lines of a hatching are."""
ROOM = 24
"""The width from which a bar has its value above it."""
MOST_YEARS = 200
"""Years between the first and the last up to which those without a report have a place too."""


@dataclass(frozen=True, slots=True)
class Point:
    """The value of a year (None: not known), as it is written, with its evidence."""

    year: int
    value: float | None
    said: str
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A theme with a point for each year."""

    name: str
    href: str
    points: tuple[Point, ...]

    @property
    def weight(self) -> float:
        """All its values together."""
        return sum(each.value or 0 for each in self.points)


def compose(rows: Sequence[Row], subject: Subject, look: Look) -> Drawn:
    """The panels of the answer to ``theme-years``, the theme with most first."""
    measure = subject.options["measure"]
    panels = sorted(_panels(rows, subject, look), key=lambda each: (-each.weight, each.name))
    told = Titled(look.title(subject, look.words[measure]), (look.words["panels"],))
    years = [str(each.year) for each in panels[0].points] if panels else []
    behind = Behind(
        (look.words["theme"], *years),
        tuple(
            (
                Entry(each.name, each.href),
                *(Entry(point.said, point.href) for point in each.points),
            )
            for each in panels
        ),
    )
    return Drawn(draw(panels, look, told), told, behind)


def _panels(rows: Sequence[Row], subject: Subject, look: Look) -> list[Panel]:
    names = {key(row, "theme"): word(row, "themeLabel") for row in rows}
    found = {(key(row, "theme"), int(word(row, "year"))): row for row in rows}
    years = sorted({year for _, year in found})
    close = years and years[-1] - years[0] < MOST_YEARS
    span = range(years[0], years[-1] + 1) if close else years
    return [
        Panel(
            name,
            look.thing("theme", theme),
            tuple(
                _point(theme, name, year, found.get((theme, year), {}), subject, look)
                for year in span
            ),
        )
        for theme, name in names.items()
    ]


def _point(theme: str, name: str, year: int, row: Row, subject: Subject, look: Look) -> Point:
    value = figure(row, MEASURES[subject.options["measure"]])
    province = subject.keys["province"]
    asked = "statements" if province and value else "silent-and-unknown"
    given = {"province": province} if asked == "statements" else {}
    href = look.question(asked, theme=theme, year=str(year), **given)
    of, said = f"{name}, {year}", shown(value)
    told = look.told(of, value)
    if value is not None and subject.options["measure"] == "share":
        said = f"{value:.0%}"
        out_of = (shown(figure(row, each)) for each in ("naming", "read"))
        told = look.words["said"].format(of, look.words["ratio"].format(*out_of, value))
    return Point(year, value, said, href, told)


def draw(panels: Sequence[Panel], look: Look, told: Titled) -> Markup:
    """The panels in rows, in their order."""
    top = max((each.value or 0 for panel in panels for each in panel.points), default=0) or 1
    down = ABOVE + HIGH + BELOW
    drawn = [
        element(
            "g",
            *_panel(each, top),
            transform=f"translate({at % ACROSS * (WIDE + GAP)} {at // ACROSS * down})",
        )
        for at, each in enumerate(panels)
    ]
    rows = -(-len(panels) // ACROSS)
    return frame(look, told, (ACROSS * (WIDE + GAP) - GAP, rows * down), *drawn)


def _panel(panel: Panel, top: float) -> list[Markup]:
    name = element("a", words(panel.name, 0, 10, font_weight="600"), href=panel.href)
    wide = WIDE / max(len(panel.points), 1)
    bars = [_bar(each, at * wide, wide, top) for at, each in enumerate(panel.points)]
    floor = element("path", d=f"M0 {ABOVE + HIGH}h{WIDE}", stroke=LINE)
    ends = [panel.points[0], panel.points[-1]] if panel.points else []
    low = ABOVE + HIGH + 13
    marks = [
        words(str(ends[0].year), 0, low, fill=QUIET),
        words(str(ends[-1].year), WIDE, low, fill=QUIET, text_anchor="end"),
    ][: len({each.year for each in ends})]
    return [name, *_unknown(panel, wide), *bars, floor, *marks]


def _unknown(panel: Panel, wide: float) -> Iterator[Markup]:
    """One hatched field for each run of years of which nothing is known."""
    at = 0
    for known, run in groupby(panel.points, key=lambda point: point.value is not None):
        years = len(list(run))
        if not known:
            path = _hatched(at * wide, ABOVE, years * wide, HIGH)
            yield element("path", d=path, stroke=LINE, stroke_width=0.6)
        at += years


def _hatched(x: float, y: float, wide: float, high: float) -> str:
    """Slanting lines over a field: as a pattern, all took twice as long to render."""
    lines = []
    for at in range(STEP, round(wide + high), STEP):
        over, under = min(at, wide), min(at, high)
        fall = under - at + over
        lines.append(f"M{x + over:.0f} {y + at - over:.0f}l{-fall:.0f} {fall:.0f}")
    return "".join(lines)


def _bar(point: Point, x: float, wide: float, top: float) -> Markup:
    """A year's bar; the whole height answers to the pointer."""
    field = {"x": x + wide * 0.08, "width": wide * 0.84}
    back = element("rect", y=ABOVE, height=HIGH, fill="none", pointer_events="all", **field)
    if point.value is None:
        return mark(point.href, point.told, back, tabindex="-1")
    high = (HIGH - 12) * point.value / top
    bar = element("rect", y=ABOVE + HIGH - high, height=high or 0.1, fill=FILL, **field)
    said = []
    if wide >= ROOM:
        place = {"text_anchor": "middle", "fill": QUIET}
        said = [words(point.said, x + wide / 2, ABOVE + HIGH - high - 3, 9.5, **place)]
    return mark(point.href, point.told, back, bar, *said, tabindex="-1")
