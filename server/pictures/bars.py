"""Bars of shares, each with what it is out of and the total beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    mark,
    shown,
    words,
)
from server.pictures.rows import figure, key, word
from server.pictures.scale import LINE, QUIET, RAMP, ZERO
from server.pictures.svg import element, width

LENGTH, HIGH, STEP = 380, 14, 24
"""The length of a whole bar, a bar's height, and how far apart bars are."""
COLUMN = 130
FILL = RAMP[3]


@dataclass(frozen=True, slots=True)
class Bar:
    """Reports that name something, of those read (None: none was), and a total beside it."""

    name: str
    page: str
    naming: float | None
    read: float
    total: float | None
    href: str

    @property
    def share(self) -> float | None:
        """The share of the reports, from 0 to 1."""
        return None if self.naming is None or not self.read else self.naming / self.read

    def told(self, look: Look) -> str:
        """The bar in words."""
        if self.share is None:
            return look.told(self.name, None)
        return look.words["said"].format(self.name, self.ratio(look))

    def ratio(self, look: Look) -> str:
        """The numbers of the share, and the share itself in per cent."""
        if self.share is None:
            return look.words["unknown"]
        return look.words["ratio"].format(shown(self.naming), shown(self.read), self.share)


def compose(rows: Sequence[Row], subject: Subject, look: Look) -> Drawn:
    """The bars of the answer to ``theme-years`` or ``direction-years`` for one year."""
    by = subject.options["by"]
    total = {"theme": "mentions", "direction": "statements"}[by]
    bars = sorted(
        (_read(row, by, total, subject, look) for row in rows),
        key=lambda bar: (-1 if bar.share is None else -bar.share, -(bar.total or 0), bar.name),
    )
    said = look.words["shares"]
    told = Titled(look.title(subject, said), (look.words["bars"],))
    behind = Behind(
        (look.words[by], said, look.words[total]),
        tuple(
            (Entry(bar.name, bar.page), Entry(bar.ratio(look), bar.href), Entry(shown(bar.total)))
            for bar in bars
        ),
    )
    return Drawn(draw(bars, look, told, look.words[total]), told, behind)


def _read(row: Row, by: str, total: str, subject: Subject, look: Look) -> Bar:
    of = key(row, by)
    year = subject.keys["year"]
    page = look.thing(by, of)
    href = look.question("silent-and-unknown", theme=of, year=year) if by == "theme" else page
    if by == "direction" and subject.keys["theme"]:
        given = {"theme": subject.keys["theme"], "direction": of, "year": year}
        href = look.question("provinces-by-direction", **given)
    naming, read = figure(row, "naming"), figure(row, "read") or 0
    return Bar(word(row, f"{by}Label"), page, naming, read, figure(row, total), href)


def draw(bars: Sequence[Bar], look: Look, told: Titled, total: str) -> Markup:
    """The bars, one below the other, the longest first as given."""
    left = round(max((width(bar.name, LABEL) for bar in bars), default=0) + 10)
    ratio = left + LENGTH + 12
    right = ratio + COLUMN + max(60, width(total, LABEL) - 20)
    heads = [
        words(look.words["of_read"], ratio, LABEL, fill=QUIET),
        words(total, right, LABEL, fill=QUIET, text_anchor="end"),
    ]
    drawn = [
        element(
            "g", *_bar(bar, left, ratio, right, look), transform=f"translate(0 {20 + at * STEP})"
        )
        for at, bar in enumerate(bars)
    ]
    return frame(look, told, (right, 20 + len(bars) * STEP), *heads, *drawn)


def _bar(bar: Bar, left: float, ratio: float, right: float, look: Look) -> list[Markup]:
    name = element(
        "a", words(bar.name, left - 10, 13, text_anchor="end"), href=bar.page, tabindex="-1"
    )
    # A whole bar lies behind each, so that what is missing of it shows too.
    fill = look.hatch if bar.share is None else ZERO
    whole = element("rect", x=left, y=2, width=LENGTH, height=HIGH, fill=fill, stroke=LINE)
    part = element("rect", x=left, y=2, width=LENGTH * (bar.share or 0), height=HIGH, fill=FILL)
    numbers = [
        words(bar.ratio(look), ratio, 13),
        words(shown(bar.total), right, 13, text_anchor="end"),
    ]
    return [name, mark(bar.href, bar.told(look), whole, *([part] if bar.share else []), *numbers)]
