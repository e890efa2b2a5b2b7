"""Reports, texts and what was read in them, as quads of the model.

Every function is pure and deterministic: the same input gives the same quads in the same order,
and the time of a run is a parameter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.extract import Extraction, StatementFound
from graph.identify import Report
from graph.judging.parks import describe_plans, own_plans, plan_node
from graph.mention import Hit
from graph.mint import source
from graph.texts import Text
from graph.texts import key as key_of
from ontology import names
from ontology.names import COUNTRY_CODE, DCTERMS, FOAF, LH, OA, PROV, RDF, SCHEMA, XSD

DOCUMENTS = names.graph("documents")
PROVENANCE = names.graph("provenance")
Fact = tuple[NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Run:
    """By which version of the software, and when (UTC), something was read."""

    tool: str
    at: dt.datetime


def report(what: Report, *, page: str | None = None) -> Iterator[Quad]:
    """A report and the session it was delivered to, for ``graph/documents``."""
    node, session = names.report(what.code, what.year), names.session(what.code, what.year)
    yield from _facts(session, [(RDF.type, LH.Session), *_whose(what)], DOCUMENTS)
    facts = [(RDF.type, LH.WorkReport), *_whose(what)]
    facts.append((DCTERMS.creator, names.government(what.code)))
    if what.delivered:
        facts.append((LH.deliveredAt, Literal(what.delivered.isoformat(), datatype=XSD.date)))
    if page:
        facts.append((FOAF.page, NamedNode(page)))
    yield from _facts(node, facts, DOCUMENTS)


def text_version(
    what: Report,
    text: Text,
    *,
    language: str = "zh",
    current: bool = True,
    page: str | None = None,
    revises: str | None = None,
) -> Iterator[Quad]:
    """One text of a report, for ``graph/documents``.

    ``current`` makes it the text of its language that counts; ``page`` is the address it was
    taken from; ``revises`` is the key of the text that it corrects.
    """
    of, node = names.report(what.code, what.year), names.text(key_of(text))
    facts: list[Fact] = [
        (RDF.type, LH.TextVersion),
        (LH.textOf, of),
        (LH.sha256, Literal(text.sha256)),
        (LH.charLength, _whole(text.length)),
        (DCTERMS.language, Literal(language)),
    ]
    facts += [(DCTERMS.source, NamedNode(page))] if page else []
    facts += [(PROV.wasRevisionOf, names.text(revises))] if revises else []
    yield from _facts(node, facts, DOCUMENTS)
    if current:
        yield Quad(of, LH.currentText, node, DOCUMENTS)


def extracted(what: Report, text: Text, extraction: Extraction) -> Iterator[Quad]:
    """What was read in a report's text, for its graph ``graph/extracted/{code}/{year}``."""
    graph, key = names.graph("extracted", what.code, what.year), key_of(text)
    for found in extraction.passages:
        passage = names.passage(key, found.start, found.end)
        facts = [(RDF.type, LH.Passage), *_span(key, text, found.start, found.end)]
        if found.section_role:
            facts.append((LH.sectionRole, names.thing("role", found.section_role)))
        yield from _facts(passage, facts, graph)
        for statement in found.statements:
            for hit in statement.mentions:
                yield from _facts(_mention(key, hit), _mentioned(key, text, hit, passage), graph)
            node = names.statement(
                source(what.code, what.year), what.code, what.year, statement.theme, statement.claim
            )
            yield from _facts(node, _stated(what, key, statement, passage), graph)
            if what.code != COUNTRY_CODE:
                yield from describe_plans(what, statement.theme, statement.plans, graph)


def activity(what: Report, text: Text, extraction: Extraction, run: Run) -> Iterator[Quad]:
    """The run that made the report's extracted graph, for ``graph/provenance``."""
    node = names.activity("extracted", what.code, what.year)
    facts: list[Fact] = [
        (PROV.used, names.text(key_of(text))),
        (LH.lexiconVersion, Literal(extraction.lexicon)),
    ]
    yield from made(node, names.graph("extracted", what.code, what.year), run.tool, run.at)
    yield from _facts(node, facts, PROVENANCE)


def made(
    activity: NamedNode, graph: NamedNode, tool: str, at: dt.datetime | None = None
) -> Iterator[Quad]:
    """The run in which the software made a graph, for ``graph/provenance``; ``at`` ended it."""
    facts: list[Fact] = [
        (RDF.type, PROV.Activity),
        (PROV.generated, graph),
        (PROV.wasAssociatedWith, names.software(tool)),
        (LH.toolVersion, Literal(tool)),
    ]
    facts += [(PROV.endedAtTime, time(at))] if at else []
    yield from _facts(activity, facts, PROVENANCE)
    yield from software(tool)


def software(tool: str) -> Iterator[Quad]:
    """The software that runs are associated with, in that version, for ``graph/provenance``."""
    facts: list[Fact] = [
        (RDF.type, PROV.Agent),
        (RDF.type, PROV.SoftwareAgent),
        (SCHEMA.name, Literal(tool)),
    ]
    yield from _facts(names.software(tool), facts, PROVENANCE)


def _facts(subject: NamedNode, facts: Iterable[Fact], graph: NamedNode) -> Iterator[Quad]:
    return (Quad(subject, predicate, value, graph) for predicate, value in facts)


def _whose(what: Report) -> list[Fact]:
    national = what.code == COUNTRY_CODE
    whose = names.country() if national else names.province(what.code)
    year = Literal(f"{what.year:04}", datatype=XSD.gYear)
    return [(LH.ofCountry if national else LH.ofProvince, whose), (LH.year, year)]


def _span(key: str, text: Text, start: int, end: int) -> list[Fact]:
    words = text.quote(start, end)
    return [
        (LH.inText, names.text(key)),
        (OA.start, _whole(start)),
        (OA.end, _whole(end)),
        *([(OA.exact, Literal(words))] if words is not None else []),
    ]


def _mention(key: str, hit: Hit) -> NamedNode:
    return names.mention(key, hit.start, hit.end, hit.theme)


def _mentioned(key: str, text: Text, hit: Hit, passage: NamedNode) -> list[Fact]:
    return [
        (RDF.type, LH.ThemeMention),
        *_span(key, text, hit.start, hit.end),
        (LH.mentionOf, names.theme(hit.theme)),
        (LH.inPassage, passage),
    ]


def _stated(what: Report, key: str, found: StatementFound, passage: NamedNode) -> list[Fact]:
    about = names.report(what.code, what.year)
    return [
        (RDF.type, LH.PolicyStatement),
        *_whose(what),
        (LH.aboutTheme, names.theme(found.theme)),
        (LH.aboutReport, about),
        (LH.assertedIn, about),
        (LH.basis, names.thing("basis", "extracted")),
        (LH.evidence, passage),
        (LH.mentionCount, _whole(len(found.mentions))),
        *((LH.restsOn, _mention(key, hit)) for hit in found.mentions),
        *((LH.hasScenario, names.thing("scenario", slug)) for slug in found.scenarios),
        *_planned(what, found),
        *_judged(found),
    ]


def _planned(what: Report, found: StatementFound) -> list[Fact]:
    """The parks that a province plans; the State Council's report plans them in none."""
    if what.code == COUNTRY_CODE:
        return []
    return [
        (LH.concernsPlan, plan_node(what, found.theme, plan))
        for plan in own_plans(what, found.plans)
    ]


def _judged(found: StatementFound) -> list[Fact]:
    facts: list[Fact] = [
        (LH.hasDirection, names.thing("direction", slug)) for slug in found.directions
    ]
    if found.role:
        facts.append((LH.role, names.thing("role", found.role)))
    if found.stance:
        facts.append((LH.stance, names.thing("stance", found.stance)))
    if found.confidence is not None:
        confidence = f"{found.confidence:.3f}".rstrip("0").rstrip(".")
        facts.append((LH.confidence, Literal(confidence, datatype=XSD.decimal)))
    return facts


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def time(at: dt.datetime) -> Literal:
    """An instant in UTC, to the second; a time without zone is taken for UTC."""
    utc = at.astimezone(dt.UTC) if at.tzinfo else at
    return Literal(f"{utc:%Y-%m-%dT%H:%M:%S}Z", datatype=XSD.dateTime)
