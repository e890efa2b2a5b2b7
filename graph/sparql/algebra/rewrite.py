"""Groups rewritten to what is equal by SPARQL's algebra (SPARQL 1.1 Query, 18.5) and runs sooner.

Oxigraph orders the patterns of one join, never across a MINUS, OPTIONAL or BIND, takes a MINUS
whole, and no value of a VALUES block into it. Each step here is taken where it is certainly the
same, whatever the data; counts of the store only choose between equals.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.sparql.algebra.chains import apart, chained, simple
from graph.sparql.algebra.parts import (
    NONE,
    Kind,
    Names,
    Part,
    certain,
    mentioned,
    nested,
    patterns,
    values,
    written,
)
from graph.sparql.algebra.sizes import CAP, Constants, Sizes, table

FEW = 100
"""Rows of a first step up to which a group is looked up for each row and not taken whole."""
LOOPED = 2
"""Patterns of an OPTIONAL that the engine looks up by itself."""
_CONDITIONS = frozenset({Kind.FILTER, Kind.EXISTS, Kind.NOT_EXISTS})
_PASSED = frozenset({Kind.MINUS, Kind.OPTIONAL, Kind.LATERAL, Kind.BIND}) | _CONDITIONS


@dataclass
class Rewriter:
    """Rewrites groups for a store; ``changed`` tells whether anything was.

    ``starred`` says that all variables are selected, so that none may go, nor may those of
    ``assigned``, which the engine refuses to give a value where they have one.
    """

    sizes: Sizes
    starred: bool
    assigned: Names = NONE
    changed: bool = False

    def group(self, parts: Sequence[Part], *, optional: bool = False) -> list[Part]:
        """The parts of a group that stands by itself; ``optional`` where OPTIONAL holds it."""
        found = parts
        if not self.starred:
            found = [each for one in parts for each in _defined(one, self.assigned)]
        found = self._gathered(found)
        self.changed |= list(found) != list(parts)
        constants: dict[str, str] = {}
        rewritten: list[Part] = []
        early: list[Part] = []
        for index, each in enumerate(found):
            others = mentioned([*found[:index], *found[index + 1 :]])
            constants |= _constants([each])
            new = self._part(each, rewritten, others, constants, optional=optional)
            if new.kind is Kind.MINUS and self._early(new, rewritten, constants):
                early.append(new)
            rewritten.append(new)
        for each in early:
            rewritten = self._advanced(rewritten, each, constants)
        return rewritten

    def _gathered(self, parts: Sequence[Part]) -> list[Part]:
        """The parts, runs of patterns put before a MINUS, OPTIONAL or BIND that keeps them apart.

        The same where what both name is bound before: neither then changes what the other finds.
        """
        found: list[Part] = []
        for is_run, group in groupby(parts, lambda each: each.kind is Kind.PATTERN):
            run = list(group)
            place = _place(found, run) if is_run else len(found)
            if place < len(found) and not self._followed(found[:place], run):
                place = len(found)
            found[place:place] = run
        return found

    def _followed(self, before: Sequence[Part], run: Sequence[Part]) -> bool:
        """Whether a run is better looked up for each row before it than taken whole and joined.

        Where it names what a VALUES block gives, or something is given before it and a first step
        from there finds few.
        """
        bound, constants = certain(before), _constants(before)
        listed = certain(each for each in before if each.kind is Kind.VALUES)
        if mentioned(run) & listed:
            return True
        if not any(_given(each, listed) for each in patterns(before)):
            return False
        return any(
            each.terms[0][1:] in bound
            or (each.terms[1][1:] in bound and self.sizes.most(each, bound, constants) <= FEW)
            for each in run
        )

    def _part(
        self,
        part: Part,
        before: Sequence[Part],
        others: Names,
        constants: Constants,
        *,
        optional: bool,
    ) -> Part:
        if part.kind in {Kind.EXISTS, Kind.NOT_EXISTS}:  # in OPTIONAL they see what is outside
            return part if optional else self._exists(part, others, constants)
        if part.kind is Kind.MINUS:
            looked_up = None if optional else self._looked_up(part, before, others, constants)
            return looked_up or self._within(part, constants, least=0)
        if part.kind is Kind.OPTIONAL:
            return self._within(part, constants, least=LOOPED)
        return part

    def _exists(self, part: Part, others: Names, constants: Constants) -> Part:
        if len(patterns(part.group)) < 2 or not simple(part.group, others):
            return part
        self.changed = True
        chain = chained(part.group, others, constants, self.sizes)[0]
        return apart(nested(part.kind, chain), part.mentioned - others)

    def _looked_up(
        self, part: Part, before: Sequence[Part], others: Names, constants: Constants
    ) -> Part | None:
        """A MINUS as NOT EXISTS, where few rows are before it and it has many.

        The same where both bind what they share, which is something.
        """
        shared = part.mentioned & others
        both = certain(before) & certain(patterns(part.group))
        if not shared or not shared <= both or not simple(part.group, others):
            return None
        if self._many(before, constants) or not self._many(part.group, constants):
            return None
        chain, first = chained(part.group, shared, constants, self.sizes)
        if first > FEW:
            return None
        self.changed = True
        return apart(nested(Kind.NOT_EXISTS, chain), part.mentioned - shared)

    def _within(self, part: Part, constants: Constants, least: int) -> Part:
        """A part's group rewritten, with the constants that it binds too put into it."""
        group = self.group(part.group, optional=part.kind is Kind.OPTIONAL)
        has = NONE.union(*(each.mentioned for each in group if each.kind is Kind.VALUES))
        columns = table(constants, _first_bound(group) - has)
        if columns and len(group) > least:
            self.changed = True
            group = self.group([values(columns), *group], optional=part.kind is Kind.OPTIONAL)
        return nested(part.kind, group)

    def _many(self, parts: Sequence[Part], constants: Constants) -> bool:
        """Whether each pattern has as many solutions as are counted."""
        return all(self.sizes.count(each, constants) >= CAP for each in patterns(parts))

    def _early(self, part: Part, before: Sequence[Part], constants: Constants) -> bool:
        return self._many(before, constants) and self._many(part.group, constants)

    def _advanced(self, parts: list[Part], minus: Part, constants: Constants) -> list[Part]:
        """The parts with the MINUS put as soon as what it shares is bound, the rest looked up."""
        at = next(index for index, each in enumerate(parts) if each is minus)
        start, end = _run(parts[:at])
        run = parts[start:end]
        first = [each for each in run if _given(each, constants)]
        first = first or [each for each in run if each.mentioned & minus.mentioned][:1]
        rest = [each for each in run if all(each is not one for one in first)]
        bound = certain([*parts[:start], *first])
        later = [*rest, *parts[end:at]]
        if (
            not rest
            or not minus.mentioned & bound
            or not minus.mentioned & mentioned(later) <= bound
        ):
            return parts
        self.changed = True
        lateral = Part(Kind.LATERAL, f"LATERAL {written(rest)}", mentioned(rest), certain(rest))
        return [*parts[:start], *first, minus, lateral, *parts[end:at], *parts[at + 1 :]]


def _place(found: Sequence[Part], run: Sequence[Part]) -> int:
    """Where the run joins patterns or values that stand before, else behind all."""
    place = len(found)
    while place and found[place - 1].kind in _PASSED:
        if not _commute(found[place - 1], mentioned(run), certain(found[: place - 1])):
            return len(found)
        place -= 1
    joins = place and found[place - 1].kind in {Kind.PATTERN, Kind.VALUES}
    return place if joins else len(found)


def _commute(passed: Part, names: Names, bound: Names) -> bool:
    if passed.kind in _CONDITIONS:
        return True
    if passed.kind in {Kind.OPTIONAL, Kind.LATERAL} and "MINUS" in passed.text.upper():
        return False  # which the engine may give the row's values, looked up, and not, taken whole
    return passed.mentioned & names <= bound and passed.bound not in names


def _defined(part: Part, needed: Names) -> Iterator[Part]:
    """VALUES without the columns that have no value, which make the engine join whole."""
    kept = [each for each in part.table if set(each[1]) != {"UNDEF"} or each[0] in needed]
    if part.kind is not Kind.VALUES or len(kept) == len(part.table):
        yield part
    elif kept:
        yield values(kept)
    elif len(part.table[0][1]) > 1:
        yield part


def _run(parts: Sequence[Part]) -> tuple[int, int]:
    """Where the first run of patterns lies."""
    start = next((n for n, each in enumerate(parts) if each.kind is Kind.PATTERN), len(parts))
    end = start
    while end < len(parts) and parts[end].kind is Kind.PATTERN:
        end += 1
    return start, end


def _given(pattern: Part, known: Container[str]) -> bool:
    return any(term[0] not in "?$" or term[1:] in known for term in pattern.terms)


def _first_bound(group: Sequence[Part]) -> Names:
    """The variables that patterns of the group bind before anything else but a filter names them.

    A value given before is then the same: to a MINUS or OPTIONAL that comes sooner it would not be.
    """
    found = seen = NONE
    for each in group:
        if each.kind is Kind.PATTERN:
            found |= each.certain - seen
        elif each.kind not in {*_CONDITIONS, Kind.VALUES}:
            seen |= each.mentioned
    return found


def _constants(parts: Sequence[Part]) -> dict[str, str]:
    """The terms of the VALUES blocks of one row."""
    columns = [column for each in parts for column in each.table]
    return {name: terms[0] for name, terms in columns if len(terms) == 1 and terms[0] != "UNDEF"}
