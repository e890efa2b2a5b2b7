"""The map of the provinces, shaded by a measure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from server.labels import Row
from server.pictures.frame import (
    LABEL,
    Behind,
    Drawn,
    Entry,
    Look,
    Subject,
    Titled,
    frame,
    legend,
    mark,
    shown,
    words,
)
from server.pictures.frame import key as legend_of
from server.pictures.rows import figure, key, keys, word
from server.pictures.scale import INK, LINE, PAPER, QUIET, Scale, ink
from server.pictures.svg import Value, element, width

DATA = Path(__file__).parent / "data" / "outlines.json"
WIDE, HIGH = 960, 764
ROOMY = 18
"""The radius from which a place has its name and value in two lines."""
ASIDE = {
    "110000": (830, 300),
    "120000": (830, 326),
    "310000": (838, 470),
    "810000": (752, 706),
    "820000": (700, 738),
}
"""Where the places too small for their name have it, in the sea."""
BOX = 12
LARGE = 26
"""The size of a value on a narrow screen, where the map is drawn at about 0.4 of its size."""
MEASURES = {
    "mentions": "mentions",
    "rate": "perTenThousand",
    "statements": "statements",
    "themes": "themes",
    "claims": "claims",
}
"""The column of each measure."""
UNKNOWN = dict.fromkeys(MEASURES, "unknown") | {"claims": "unclaimed"}


@dataclass(frozen=True, slots=True)
class Area:
    """A province by its GB/T 2260 code, with its value (None: not known) and its evidence."""

    code: str
    name: str
    value: float | None
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A place on the map: its border, and the widest circle inside."""

    path: str
    x: float
    y: float
    r: float


@cache
def outlines() -> dict[str, Outline]:
    """The provinces by their code, those that lie on others last."""
    found = json.loads(DATA.read_text("utf-8"))["places"]
    return {
        code: Outline(each["path"], each["x"] / 2, each["y"] / 2, each["r"] / 2)
        for code, each in found.items()
    }


def compose(rows: Sequence[Row], subject: Subject, look: Look) -> Drawn:
    """The map of the answer to ``province-measures``."""
    measure = subject.options["measure"]
    areas = [_read(row, subject, look) for row in rows]
    said = look.words[measure]
    title = look.title(subject, said, "" if subject.keys["theme"] else look.words["every_theme"])
    told = Titled(title, (look.words["natural_earth"], look.words["shading"]))
    behind = Behind(
        (look.words["province"], said),
        tuple(
            (
                Entry(each.name, look.thing("province", each.code)),
                Entry(shown(each.value), each.href),
            )
            for each in areas
        ),
    )
    svg = draw(areas, look, told, said, UNKNOWN[measure])
    scale = Scale(each.value for each in areas)
    return Drawn(svg, told, behind, legend_of(look, scale, said, UNKNOWN[measure]))


def _read(row: Row, subject: Subject, look: Look) -> Area:
    measure = subject.options["measure"]
    value = figure(row, MEASURES[measure])
    if measure == "claims":
        # That no source names a place is no evidence that its report is silent.
        value = value or None
    code, name = key(row, "province"), word(row, "provinceLabel")
    told = look.told(name, value, UNKNOWN[measure])
    return Area(code, name, value, _evidence(row, value, subject, look), told)


def _evidence(row: Row, value: float | None, subject: Subject, look: Look) -> str:
    given = {name: subject.keys[name] for name in ("theme", "year")}
    given["province"] = key(row, "province")
    if value and given["theme"]:
        asked = "claims" if subject.options["measure"] == "claims" else "statements"
        return look.question(asked, **given)
    return (
        look.thing("report", *report)
        if (report := keys(row, "report"))
        else look.thing("province", given["province"])
    )


def draw(areas: Sequence[Area], look: Look, told: Titled, measure: str, unknown: str) -> Markup:
    """The map; every area is one link. Areas whose border is not known are left out."""
    by_code = {each.code: each for each in areas}
    scale = Scale(each.value for each in areas)
    pairs = [(by_code[code], each) for code, each in outlines().items() if code in by_code]
    # Names lie over the borders of whatever is drawn later, so they come after all areas.
    wide = [pair for pair in pairs if pair[0].code not in ASIDE]
    small = [pair for pair in pairs if pair[0].code in ASIDE]
    names = [line for area, each in wide for line in _inside(area, each, scale)]
    large = _large(pairs, scale) if look.bare else ()
    unseen: dict[str, Value] = {"pointer_events": "none", "aria_hidden": "true"}
    middle = unseen | {"text_anchor": "middle"}
    key = legend(look, scale, measure, unknown)
    return frame(
        look,
        told,
        (WIDE, HIGH),
        *(_area(area, each, look, scale) for area, each in wide),
        element("g", *names, class_="wide", **middle),
        *(_area(area, each, look, scale, _aside(area, each, look, scale)) for area, each in small),
        element("g", *large, class_="narrow", display="none", **middle),
        element("g", *key, class_="wide", transform="translate(0 600)"),
    )


def _area(
    area: Area, outline: Outline, look: Look, scale: Scale, more: Sequence[Markup] = ()
) -> Markup:
    border = element(
        "path",
        d=outline.path,
        transform="scale(.5)",
        fill=look.fill(scale, area.value),
        stroke=PAPER if area.value else LINE,
        stroke_width=2,
        stroke_linejoin="round",
    )
    return mark(area.href, area.told, border, *more)


def _inside(area: Area, outline: Outline, scale: Scale) -> list[Markup]:
    """The name and the value within the borders, with a halo where they reach over them."""
    behind = PAPER if area.value is None else scale.colour(area.value)
    paint: dict[str, Value] = {
        "fill": ink(behind),
        "stroke": behind,
        "stroke_width": 2.5,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    roomy = outline.r >= ROOMY
    size = min(LABEL, LABEL * 2.6 * max(outline.r, 16) / width(area.name, LABEL))
    lines = [(area.name, size), (shown(area.value), LABEL if roomy else 10)]
    return [
        words(text, outline.x, outline.y - 1 + at * (12 if roomy else 10), high, **paint)
        for at, (text, high) in enumerate(lines)
    ]


def _large(pairs: Sequence[tuple[Area, Outline]], scale: Scale) -> Iterator[Markup]:
    """The values alone, which a page shows instead of all small words on a narrow screen."""
    for area, outline in pairs:
        x, y, fill = outline.x, outline.y, ink(scale.colour(area.value or 0))
        if area.code in ASIDE:
            (x, y), fill = ASIDE[area.code], INK
            x += BOX + LARGE
        yield words(shown(area.value), x, y + LARGE / 3, LARGE, fill=fill)


def _aside(area: Area, outline: Outline, look: Look, scale: Scale) -> list[Markup]:
    x, y = ASIDE[area.code]
    line = element(
        "path", d=f"M{outline.x:g} {outline.y:g}L{x:g} {y:g}", stroke=QUIET, stroke_width=0.8
    )
    dot = element("circle", cx=outline.x, cy=outline.y, r=2, fill=QUIET)
    fill = look.fill(scale, area.value)
    box = element("rect", x=x, y=y - BOX / 2, width=BOX, height=BOX, fill=fill, stroke=QUIET)
    said = words(f"{area.name} {shown(area.value)}", x + BOX + 5, y + 4, class_="wide")
    return [line, dot, box, said]
