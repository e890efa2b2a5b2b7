"""What is known of the provinces' reports: how many of each year, and since when they were read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.counts.facts import Facts
from graph.counts.tally import COUNTS
from graph.counts.totals import Years
from ontology import names
from ontology.names import LH, QB, RDF, XSD

CUBE = names.thing("cube", "years")
MEASURES = (LH.reportsKnown, LH.reportsRead, LH.reportsSpokenOf, LH.charactersRead)


def known_years(years: Years, facts: Facts) -> Iterator[Quad]:
    """The years as observations of a cube, the reports of themes, and first readings."""
    addressed = _addressed(facts)
    spoken_of = {report for reports in addressed.values() for report in reports}
    for year, numbers in _numbers(years, spoken_of, facts).items():
        node = names.thing("year", year)
        yield Quad(node, RDF.type, LH.YearOfReports, COUNTS)
        yield Quad(node, QB.dataSet, CUBE, COUNTS)
        yield Quad(node, LH.yearCounted, Literal(year, datatype=XSD.gYear), COUNTS)
        for measure in MEASURES:
            yield Quad(node, measure, Literal(numbers[measure]), COUNTS)
    for theme, reports in addressed.items():
        yield Quad(NamedNode(theme), LH.reportsAddressing, Literal(len(reports)), COUNTS)
    for province, read in years_read(years, facts).items():
        since = Literal(min(read), datatype=XSD.gYear)
        yield Quad(NamedNode(province), LH.readSince, since, COUNTS)


def years_read(years: Years, facts: Facts) -> dict[str, set[str]]:
    """The years of each province of which the Chinese text was read."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for report, own in years.items():
        if facts.values(LH.currentText).get(report, set()) & facts.chinese:
            for province in facts.values(LH.ofProvince).get(report, ()):
                found[province] |= own
    return found


def _addressed(facts: Facts) -> dict[str, set[str]]:
    """The reports of each theme, by standing statements of every basis."""
    about = facts.values(LH.aboutReport)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for statement, themes in facts.values(LH.aboutTheme).items():
        reports = about.get(statement)
        if reports and statement not in facts.overruled:
            for theme in themes:
                found[theme] |= reports
    return found


def _numbers(years: Years, spoken_of: set[str], facts: Facts) -> dict[str, Counter[NamedNode]]:
    found: defaultdict[str, Counter[NamedNode]] = defaultdict(Counter)
    for report, own in years.items():
        texts = facts.values(LH.currentText).get(report, set()) & facts.chinese
        for year in own:
            found[year][LH.reportsKnown] += 1
            found[year][LH.reportsRead] += len(texts)
            found[year][LH.reportsSpokenOf] += report in spoken_of
            found[year][LH.charactersRead] += sum(_length(facts.store, each) for each in texts)
    return found


def _length(store: Store, text: str) -> int:
    quad = next(store.quads_for_pattern(NamedNode(text), LH.charLength, None), None)
    return int(quad.object.value) if quad and isinstance(quad.object, Literal) else 0
