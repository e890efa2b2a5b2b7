"""Which wordings a pattern cannot do without, so that most patterns need not be tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUANTIFIER = re.compile(r"(?:[?*+]|\{[\d,]*\})?[?+]?")
_OPTIONAL = re.compile(r"[?*]|\{0?,|\{0\}")
_SPECIAL = frozenset("[(\\.^$")


def needed(pattern: str) -> frozenset[str]:
    """Wordings of which any match of the pattern holds at least one; empty where none is told.

    Of several such sets the one whose shortest wording is longest, then the smallest.
    """
    sets = [each for each in _mandatory(pattern) if each]
    return max(sets, key=lambda each: (min(map(len, each)), -len(each)), default=frozenset())


def alternatives(pattern: str) -> Iterator[str]:
    """The pattern's outermost alternatives."""
    begin = place = 0
    while place < len(pattern):
        if pattern[place] == "|":
            yield pattern[begin:place]
            begin = place + 1
        place = _end(pattern, place)
    yield pattern[begin:]


def _mandatory(pattern: str) -> Iterator[frozenset[str]]:
    """A set for every stretch of plain letters and every group that a match cannot skip."""
    run, place = "", 0
    while place < len(pattern):
        end = _end(pattern, place)
        after = _quantified(pattern, end)
        skipped = _OPTIONAL.match(pattern, end) is not None
        plain = pattern[place] not in _SPECIAL and not skipped
        run += pattern[place] if plain else ""
        if not plain or after > end:
            yield frozenset({run} - {""})
            run = ""
        if not skipped and pattern.startswith("(?:", place):
            yield _any_of(pattern[place + 3 : end - 1])
        place = after
    yield frozenset({run} - {""})


def _any_of(group: str) -> frozenset[str]:
    """What the alternatives of a group need, nothing where one of them needs nothing."""
    sets = [needed(each) for each in alternatives(group)]
    return frozenset().union(*sets) if all(sets) else frozenset()


def _quantified(pattern: str, place: int) -> int:
    """Where what stands at a place ends with its quantifier."""
    found = _QUANTIFIER.match(pattern, place)
    return found.end() if found else place


def _end(pattern: str, place: int) -> int:
    """Where the letter, class, group or escape that begins at a place ends."""
    if pattern[place] == "\\":
        return place + 2
    if pattern[place] == "[":
        return pattern.index("]", place + 2) + 1
    if pattern[place] != "(":
        return place + 1
    place += 1
    while pattern[place] != ")":
        place = _end(pattern, place)
    return place + 1
