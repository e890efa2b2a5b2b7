"""In which year each province first names each theme, as far as its reports were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from graph.counts.facts import Facts, Values
from graph.counts.tally import COUNTS, Tallies, key_of
from graph.counts.totals import Years
from graph.counts.years import years_read
from ontology import names
from ontology.names import LH, QB, RDF, XSD

CUBE = names.thing("cube", "first-years")


class First(NamedTuple):
    """The first year, the mentions in it, and the years that were read before, all silent."""

    year: str
    mentions: int
    silent: list[str]


def firsts(found: Tallies, years: Years, facts: Facts) -> Iterator[Quad]:
    """The first years as observations of a data cube; ``years`` are of provinces' reports."""
    provinces = facts.values(LH.ofProvince)
    read = years_read(years, facts)
    for (province, theme), numbers in _by_year(found, provinces, years).items():
        year = min(numbers)
        silent = sorted(each for each in read.get(province, ()) if each < year)
        yield from _quads(province, theme, First(year, numbers[year], silent))


def _by_year(
    found: Tallies, provinces: Values, years: Years
) -> dict[tuple[str, str], dict[str, int]]:
    """How often each province names each theme in each year in which it does."""
    sums: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for (report, theme), mentions in found.named.items():
        for year in years.get(report, ()):
            for province in provinces.get(report, ()):
                sums[province, theme][year] += len(mentions)
    return {pair: dict(numbers) for pair, numbers in sums.items()}


def _quads(province: str, theme: str, first: First) -> Iterator[Quad]:
    node = names.thing("first-naming", key_of(province), key_of(theme))
    yield Quad(node, RDF.type, LH.FirstNaming, COUNTS)
    yield Quad(node, QB.dataSet, CUBE, COUNTS)
    yield Quad(node, LH.namingProvince, NamedNode(province), COUNTS)
    yield Quad(node, LH.firstNamedTheme, NamedNode(theme), COUNTS)
    yield Quad(node, LH.firstYear, Literal(first.year, datatype=XSD.gYear), COUNTS)
    yield Quad(node, LH.mentionsTotal, Literal(first.mentions), COUNTS)
    yield Quad(node, LH.silentYears, Literal(len(first.silent)), COUNTS)
    if first.silent:
        year = Literal(first.silent[-1], datatype=XSD.gYear)
        yield Quad(node, LH.lastSilentYear, year, COUNTS)
