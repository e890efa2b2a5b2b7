"""What an article claims: lists of provinces, numbers, and words of quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.articles.context import Context
from graph.articles.found import ClaimFound, CountFound, ListFound, Span
from graph.articles.grammar import Counted, times
from graph.articles.parts import Part, clause
from graph.articles.wordings import heard
from graph.judging.scenarios import named_in

NAMED = "named"
"""The claim that a report names the theme, and no more."""
REPEATED = "more-than-once"
SCENARIOS = "application-scenarios"
NAMING, HELD, GIVING = "reports-naming-theme", "sessions-held", "provinces-with-direction"
NEAR = 24
"""Characters between a list and the words that tell of its end or number."""


@dataclass
class Reader:
    """Reads the parts of one article, in order."""

    about: Context
    lists: list[ListFound] = field(default_factory=list)
    counts: list[CountFound] = field(default_factory=list)
    claims: list[ClaimFound] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _before: tuple[str, ...] = ()
    """The directions of the list before, which a wording of demand may go on about."""

    def read(self, part: Part) -> None:
        """Take in what a part says; of what it denies nothing is kept."""
        own, stated = self.about.directions(part), self.about.affirmed(part)
        denied = self.about.denied(part)
        listed = self._number(part, stated) if part.runs else None
        if part.quantifier and not denied:
            self._claim(part, own)
        elif part.runs and not denied:
            self._list(part, own, listed)
        self._sessions(part, stated, listed)
        self._free_standing(part, own, stated, listed)
        self._before = own if part.runs else self._before

    def _list(self, part: Part, own: tuple[str, ...], stated: Counted | None) -> None:
        often = times(self.about.folded, part.start, part.end)
        naming = self.about.words(part, NAMING)
        directions = own or (() if naming or often else self.about.headed(part))
        if not (directions or often or naming):
            return
        for theme in self.about.themes_of(part):
            for direction in directions or (None,):
                self._add_list(part, theme, direction, often, stated)

    def _add_list(
        self, part: Part, theme: str, direction: str | None, often: int | None, one: Counted | None
    ) -> None:
        codes = tuple(dict.fromkeys(code for run in part.runs for code in run.codes))
        span, year = (part.start, part.end), self.about.year_of(part.runs[0].start)
        slug = self._slug(REPEATED if often else direction or NAMED, theme, year)
        whole = self._completeness(part, len(codes), one)
        self.lists.append(ListFound(slug, span, theme, year, codes, whole, direction, often))
        if one is None:
            return
        if one.number != len(codes):
            self.notes.append(f"{slug}: states {one.number} and names {len(codes)}")
        if often:
            self.notes.append(f"{slug}: no measure holds the number {one.number}")
        else:
            self._state(span, year, theme, direction, one)

    def _slug(self, slug: str, theme: str, year: int) -> str:
        taken = {each.slug for each in self.lists if (each.theme, each.year) == (theme, year)}
        ordinals = (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3)))
        return next(each for each in ordinals if each not in taken)

    def _number(self, part: Part, stated: Sequence[Counted]) -> Counted | None:
        """The number that stands beside the list, before it or behind it."""
        first, last = part.runs[0].start, part.runs[-1].end
        for each in stated:
            near = 0 <= each.start - last <= NEAR or 0 <= first - each.end <= NEAR
            if (
                near
                and each.number > 1
                and not each.share
                and not self.about.measures(part, each, HELD)
            ):
                return each
        return None

    def _completeness(self, part: Part, names: int, stated: Counted | None) -> str:
        """Closed where the number equals the names, open where more are told of, else unstated."""
        if stated and stated.number == names and not stated.least:
            return "closed"
        folded, first, last = self.about.folded, part.runs[0].start, part.runs[-1].end
        behind = heard(folded, last, min(part.end, last + NEAR), "completeness")
        before = heard(folded, max(part.start, first - NEAR), first, "completeness")
        if behind or before or (stated and stated.number > names):
            return "open"
        return "unstated"

    def _sessions(self, part: Part, stated: Sequence[Counted], listed: Counted | None) -> None:
        """How many provinces have held their sessions: of "22 of 29", the 29."""
        held = [each for each in stated if self.about.measures(part, each, HELD)]
        if not held or held[0].least:
            return
        one = held[0]
        alone = len(stated) == 1 and not (listed or one.out_of)
        near = clause(self.about.text, part.whole, one.start)
        span = (part.start, part.end) if alone else near
        number, year = one.out_of or one.number, self.about.year_of(one.start)
        self._add(CountFound(HELD, span, year, number, as_of=self.about.as_of(part)))

    def _free_standing(
        self, part: Part, own: tuple[str, ...], stated: Sequence[Counted], listed: Counted | None
    ) -> None:
        """The number of reports that name the theme, or of provinces that give it a direction."""
        held = [each for each in stated if self.about.measures(part, each, HELD)]
        free = [e for e in stated if e.number > 1 and e != listed and not e.share]
        one = next((each for each in free if each.out_of or each not in held), None)
        naming = self.about.words(part, NAMING)
        if one is None or not (own or naming):
            return
        out_of = one.out_of or (held[0].number if held else None)
        told = Counted(one.start, one.end, one.number, out_of, one.least)
        directions: tuple[str | None, ...] = (None,) if naming else own
        for theme in self.about.themes_of(part):
            for direction in directions:
                year = self.about.year_of(one.start)
                self._state((part.start, part.end), year, theme, direction, told, part)

    def _state(
        self,
        span: Span,
        year: int,
        theme: str,
        direction: str | None,
        one: Counted,
        part: Part | None = None,
    ) -> None:
        if direction and one.least:
            self.notes.append(f"{direction}: no measure holds at least {one.number}")
            return
        measure, day = GIVING if direction else NAMING, self.about.as_of(part) if part else None
        self._add(
            CountFound(
                measure, span, year, one.number, theme, direction, self._total(one), day, one.least
            )
        )

    def _total(self, one: Counted) -> int | None:
        """Of how many the number is, where it is no larger: the gate refuses more than all."""
        if one.out_of is not None and one.out_of < one.number:
            self.notes.append(f"states {one.number} of {one.out_of}")
            return None
        return one.out_of

    def _add(self, found: CountFound) -> None:
        """Keep the first of equal counts; another number for the same thing is told of."""
        same = next((each for each in self.counts if _dimensions(each) == _dimensions(found)), None)
        if same is None:
            self.counts.append(found)
        elif same.number != found.number:
            what = "/".join(filter(None, (found.measure, found.theme, found.direction)))
            self.notes.append(f"{what}: states {same.number} and later {found.number}")

    def _claim(self, part: Part, own: tuple[str, ...]) -> None:
        if part.quantifier is None:
            return
        quantifier, scenario, directions = part.quantifier.slug, None, own
        if quantifier == "biggest":
            scenario = next(iter(named_in(self.about.text[part.start : part.end])), None)
            directions = own or self._before or ((SCENARIOS,) if scenario else ())
        for theme in self.about.themes_of(part):
            cue = self.about.binding(part, theme, quantifier) or part.quantifier.cue
            slug = _claim_slug(cue.removesuffix("-zh"), directions, scenario)
            span, year = (part.start, part.end), self.about.year
            self.claims.append(
                ClaimFound(slug, quantifier, span, theme, year, directions, scenario)
            )


def kept(claims: Sequence[ClaimFound], counts: Sequence[CountFound]) -> Iterator[ClaimFound]:
    """Each claim once, without those that a stated number makes exact.

    That most reports name a theme adds nothing to the number of those that do.
    """
    numbered = {each.theme for each in counts if each.measure == NAMING}
    taken: set[tuple[str, str]] = set()
    for each in claims:
        vague = each.quantifier == "most" and not each.directions
        if (vague and each.theme in numbered) or (each.slug, each.theme) in taken:
            continue
        taken.add((each.slug, each.theme))
        yield each


def _dimensions(found: CountFound) -> tuple[object, ...]:
    return found.measure, found.least, found.year, found.theme, found.direction


def _claim_slug(cue: str, directions: Sequence[str], scenario: str | None) -> str:
    if scenario:
        return f"{scenario}-{cue}"
    return "-".join((cue, *(each.rpartition("-")[2] for each in directions[-1:])))
