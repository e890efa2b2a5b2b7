"""Tallies added up over all provinces' reports of a year, for the questions that need no more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.counts.facts import Facts
from graph.counts.tally import COUNTS, Tallies, key_of
from ontology import names
from ontology.names import LH, QB, RDF, XSD

THEMES = names.thing("cube", "year-themes")
DIRECTIONS = names.thing("cube", "year-directions")
PLAN = names.thing("role", "plan").value
ROLES = {PLAN: LH.plansTotal, names.thing("role", "review").value: LH.reviewsTotal}
Years = dict[str, set[str]]
"""The years of reports, by the reports' IRIs."""
Sums = defaultdict[tuple[str, str], Counter[NamedNode]]
"""Numbers by their measure, for a year and the IRI of a theme or direction."""
Things = defaultdict[tuple[str, str], defaultdict[NamedNode, set[str]]]
"""What is counted once each, by IRI, likewise."""


def totals(found: Tallies, years: Years, facts: Facts) -> Iterator[Quad]:
    """The totals as observations of two data cubes, of themes and of directions."""
    yield from _quads(THEMES, LH.totalTheme, _by_theme(found, years, facts))
    yield from _quads(DIRECTIONS, LH.totalDirection, _by_direction(found, years))


def years_of_reports(store: Store) -> Years:
    """Of reports of a province."""
    found: Years = defaultdict(set)
    for report in store.quads_for_pattern(None, RDF.type, LH.WorkReport):
        if any(store.quads_for_pattern(report.subject, LH.ofProvince, None)):
            for told in store.quads_for_pattern(report.subject, LH.year, None):
                if isinstance(report.subject, NamedNode) and isinstance(told.object, Literal):
                    found[report.subject.value].add(told.object.value)
    return found


def _by_theme(found: Tallies, years: Years, facts: Facts) -> Sums:
    sums: Sums = defaultdict(Counter)
    for cell in found.statements.keys() | found.mentions.keys():
        said = found.statements[cell]
        for year in years.get(cell.report, ()):
            numbers = sums[year, cell.theme]
            numbers[LH.mentionsTotal] += found.mentions[cell]
            numbers[LH.statementsTotal] += said
            for role, measure in ROLES.items():
                numbers[measure] += said if role in cell.manner.roles else 0
    for key, things in _distinct(found, years, facts).items():
        for measure in (LH.passagesTotal, LH.reportsPlanning, LH.reportsTotal):
            sums[key][measure] = len(things[measure])
    return sums


def _distinct(found: Tallies, years: Years, facts: Facts) -> Things:
    cited = facts.values(LH.evidence)
    things: Things = defaultdict(lambda: defaultdict(set))
    for statement, cell in found.counted:
        for year in years.get(cell.report, ()):
            own = things[year, cell.theme]
            own[LH.reportsTotal].add(cell.report)
            own[LH.passagesTotal] |= cited.get(statement, set())
            if PLAN in cell.manner.roles:
                own[LH.reportsPlanning].add(cell.report)
    return things


def _by_direction(found: Tallies, years: Years) -> Sums:
    taken = [(cell, each) for cell in found.statements for each in cell.manner.directions]
    sums = _reports(((cell.report, each) for cell, each in taken), years)
    for cell, direction in taken:
        for year in years.get(cell.report, ()):
            sums[year, direction][LH.statementsTotal] += found.statements[cell]
    return sums


def _reports(pairs: Iterator[tuple[str, str]], years: Years) -> Sums:
    """How many reports of each year stand in a pair with each theme or direction."""
    sums: Sums = defaultdict(Counter)
    for report, of in set(pairs):
        for year in years.get(report, ()):
            sums[year, of][LH.reportsTotal] += 1
    return sums


def _quads(cube: NamedNode, of: NamedNode, sums: Sums) -> Iterator[Quad]:
    for (year, iri), numbers in sums.items():
        node = names.thing("total", cube.value.rpartition("/")[2], year, key_of(iri))
        yield Quad(node, RDF.type, LH.YearTotal, COUNTS)
        yield Quad(node, QB.dataSet, cube, COUNTS)
        yield Quad(node, LH.totalYear, Literal(year, datatype=XSD.gYear), COUNTS)
        yield Quad(node, of, NamedNode(iri), COUNTS)
        for measure, number in numbers.items():
            yield Quad(node, measure, Literal(number), COUNTS)
