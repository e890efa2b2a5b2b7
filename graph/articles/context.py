"""What an article's parts are read against: its text, themes, year and headings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph import dates
from graph.articles.found import HeadingFound
from graph.articles.grammar import NEGATION, Counted, counted
from graph.articles.parts import Part, clause
from graph.articles.wordings import around, heard
from graph.mention import Hit

AS_OF = re.compile(r"(?:as of|up to|截至|截止)\s?[^,，。;；]{0,24}")
MONTH_DAY = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
BESIDE = re.compile(r"(?<!\d)20\d\d(?!\d)")
NEAR = 12
"""Characters before a number or list in which another year may stand."""


@dataclass(frozen=True)
class Context:
    """One article: ``folded`` is its text in small letters, ``hits`` the themes it names."""

    text: str
    folded: str
    hits: Sequence[Hit]
    themes: tuple[str, ...]
    year: int
    headings: Sequence[HeadingFound]

    def directions(self, part: Part) -> tuple[str, ...]:
        """The directions that the part words, sorted; a theme's own name words none."""
        told = heard(self.folded, part.start, part.end, "direction")
        free = (each for each in told if not self._in_term(each.start, each.end))
        return tuple(sorted({each.slug for each in free}))

    def _in_term(self, start: int, end: int) -> bool:
        own = (hit for hit in self.hits if hit.theme in self.themes)
        return any(hit.start <= start and end <= hit.end for hit in own)

    def headed(self, part: Part) -> tuple[str, ...]:
        """The directions of the heading above the part."""
        above = [each for each in self.headings if each.span[1] <= part.start]
        return above[-1].directions if above else ()

    def themes_of(self, part: Part) -> tuple[str, ...]:
        """The article's themes that the part names, or its segment, or else the first."""
        for start, end in ((part.start, part.end), part.whole):
            inside = {hit.theme for hit in self.hits if start <= hit.start and hit.end <= end}
            if own := tuple(theme for theme in self.themes if theme in inside):
                return own
        return self.themes[:1]

    def year_of(self, place: int) -> int:
        """The year that stands right before a number or list, else that of the reports."""
        near = BESIDE.findall(self.folded, max(0, place - NEAR), place)
        return int(near[-1]) if near else self.year

    def affirmed(self, part: Part) -> list[Counted]:
        """The numbers of the part, exact or at least so high, whose clause denies nothing."""
        return [
            each
            for each in counted(self.folded, part.start, part.end)
            if not each.vague
            and not NEGATION.search(self.folded, *clause(self.text, part.whole, each.start))
        ]

    def denied(self, part: Part) -> bool:
        """Whether the part denies something."""
        return bool(NEGATION.search(self.folded, part.start, part.end))

    def words(self, part: Part, measure: str) -> bool:
        """Whether the part words that measure."""
        told = heard(self.folded, part.start, part.end, "measure")
        return any(each.slug == measure for each in told)

    def measures(self, part: Part, one: Counted, measure: str) -> bool:
        """Whether the clause of a number words that measure."""
        span = clause(self.text, part.whole, one.start)
        return any(each.slug == measure for each in heard(self.folded, *span, "measure"))

    def as_of(self, part: Part) -> dt.date | None:
        """The day up to which the part's sentence counts; the reports' year where it tells none."""
        hit = AS_OF.search(self.folded, *part.whole)
        if hit is None:
            return None
        # An English day has a comma inside.
        told = self.text[hit.start() : hit.end() + 8]
        whole = dates.CHINESE.search(told) or dates.ENGLISH.search(told)
        if whole and (day := dates.day(whole)):
            return day
        short = MONTH_DAY.search(told)
        return _day(self.year, int(short["month"]), int(short["day"])) if short else None

    def binding(self, part: Part, theme: str, quantifier: str) -> str | None:
        """The cue that binds a quantity to the theme, where a pattern around the term does."""
        span = (part.start, part.end)
        for hit in self.hits:
            if hit.theme != theme or not span[0] <= hit.start < span[1]:
                continue
            for each in around(self.folded, span, (hit.start, hit.end)):
                if each.slug == quantifier:
                    return each.cue
        return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
