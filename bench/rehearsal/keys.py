"""Whose made-up reports there are: provinces, prefectures and counties over twenty years.

Codes that our facts hold are real; all others are made up and begin with 9, as no code of
GB/T 2260 does. Our ontology knows provinces only, so each report also stands in for one of a
province in a year of which the shipped facts hold none, and says that of itself: as that it is
recognised and passes the gate. Within a shard no two stand in for the same report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.provinces import Province, provinces

YEARS = tuple(range(2006, 2026))
PREFECTURES, COUNTIES = 333, 2836
"""About as many as there are."""
WITHOUT = frozenset({"710000", "810000", "820000"})
"""Divisions that deliver no report to a provincial congress."""
SHARD = 3_200
"""Reports that can stand in at once: those of all places in one year."""
STAND_IN_YEARS = (*range(1949, 2000), *range(2031, 2101))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that delivers reports; ``level`` is province, prefecture or county."""

    code: str
    level: str
    name: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A made-up report; ``province`` and ``stands_in`` (a year) are what its text says it is."""

    place: Place
    year: int
    shard: int
    province: Province
    stands_in: int


@cache
def places() -> tuple[Place, ...]:
    """All places: the real provinces, and made-up prefectures and counties."""
    real = [Place(each.code, "province", each.zh[0], False) for each in _delivering()]
    levels = ["prefecture"] * PREFECTURES + ["county"] * COUNTIES
    made = (
        Place(f"9{number:05}", level, f"合成{level[:1].upper()}{number}", True)
        for number, level in enumerate(levels, 1)
    )
    return (*real, *made)


def keys(number: int) -> Iterator[Key]:
    """That many reports, year by year; at most one for each place and year."""
    own = places()
    if number > len(own) * len(YEARS):
        raise ValueError(f"{number}: there are {len(own) * len(YEARS)} places and years")
    stand_ins = _delivering()
    for index in range(number):
        year, place = divmod(index, len(own))
        shard, within = divmod(index, SHARD)
        stands_in = STAND_IN_YEARS[within // len(stand_ins)]
        yield Key(own[place], YEARS[year], shard, stand_ins[within % len(stand_ins)], stands_in)


@cache
def _delivering() -> tuple[Province, ...]:
    return tuple(each for each in provinces() if each.code not in WITHOUT)
