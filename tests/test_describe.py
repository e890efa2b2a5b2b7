"""Reports and what was read in them, as quads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import describe
from graph.extract import Extraction, PassageFound, StatementFound, extract
from graph.identify import Report, identify
from graph.lexicon import load
from graph.mention import Hit
from graph.mint import text_digest, text_key
from graph.read import paths, read
from graph.texts import HeldText
from ontology import names
from ontology.names import DCTERMS, LH, OA, PROV, RDF, XSD

REPORTS = Path(__file__).parent / "data" / "reports"
TEXT = next(iter(read(REPORTS / "furniture.txt"))).text
HELD = HeldText(TEXT)
GUIZHOU = Report("520000", 2093, dt.date(2093, 2, 3))
NATION = Report("000000", 2093)
RUN = describe.Run(
    "0.1.0", dt.datetime(2093, 3, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
)


def objects(quads: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in quads if q.subject == subject and q.predicate == predicate]


def typed(quads: list[Quad], kind: NamedNode) -> list[NamedNode]:
    subjects = [q.subject for q in quads if (q.predicate, q.object) == (RDF.type, kind)]
    return [each for each in subjects if isinstance(each, NamedNode)]


def test_a_report_and_its_session() -> None:
    quads = list(describe.report(GUIZHOU, page="https://example.org/2093"))
    node = names.report("520000", 2093)
    assert {q.graph_name for q in quads} == {names.graph("documents")}
    assert typed(quads, LH.WorkReport) == [node]
    assert typed(quads, LH.Session) == [names.session("520000", 2093)]
    assert objects(quads, node, LH.ofProvince) == [names.province("520000")]
    assert objects(quads, node, LH.year) == [Literal("2093", datatype=XSD.gYear)]
    assert objects(quads, node, DCTERMS.creator) == [names.government("520000")]
    assert objects(quads, node, LH.deliveredAt) == [Literal("2093-02-03", datatype=XSD.date)]


def test_the_state_councils_report_is_of_the_country() -> None:
    quads = list(describe.report(NATION))
    for node in (names.report("000000", 2093), names.session("000000", 2093)):
        assert objects(quads, node, LH.ofCountry) == [names.country()]
        assert objects(quads, node, LH.ofProvince) == []
    assert not [q for q in quads if q.predicate == LH.deliveredAt]


def test_a_text_version() -> None:
    node = names.text(text_key(TEXT))
    page = "https://example.org/2093"
    quads = list(describe.text_version(GUIZHOU, HELD, page=page, revises="0" * 16))
    assert objects(quads, node, LH.sha256) == [Literal(text_digest(TEXT))]
    assert objects(quads, node, LH.charLength) == [Literal(str(len(TEXT)), datatype=XSD.integer)]
    assert objects(quads, node, DCTERMS.language) == [Literal("zh")]
    assert objects(quads, node, DCTERMS.source) == [NamedNode(page)]
    assert objects(quads, node, PROV.wasRevisionOf) == [names.text("0" * 16)]
    assert objects(quads, names.report("520000", 2093), LH.currentText) == [node]


def test_another_version_is_not_the_current_one() -> None:
    quads = list(describe.text_version(NATION, HELD, language="en", current=False))
    assert {q.predicate for q in quads} & {LH.currentText, LH.textOf} == {LH.textOf}


def test_spans_give_back_their_text() -> None:
    quads = list(describe.extracted(GUIZHOU, HELD, extract(TEXT, load())))
    assert {q.graph_name for q in quads} == {names.graph("extracted", "520000", 2093)}
    passages, mentions = typed(quads, LH.Passage), typed(quads, LH.ThemeMention)
    assert (len(passages), len(mentions)) == (6, 8)
    for span in passages + mentions:
        start, end = (
            int(value.value)
            for predicate in (OA.start, OA.end)
            for value in objects(quads, span, predicate)
            if isinstance(value, Literal)
        )
        assert objects(quads, span, OA.exact) == [Literal(TEXT[start:end])]
        assert objects(quads, span, LH.inText) == [names.text(text_key(TEXT))]
        assert f"-{start}-{end}" in span.value


def test_a_statement_rests_on_its_mentions_and_cites_their_passage() -> None:
    quads = list(describe.extracted(GUIZHOU, HELD, extract(TEXT, load())))
    statements = typed(quads, LH.PolicyStatement)
    assert len(statements) == len(set(statements)) == 6
    for statement in statements:
        mentions = objects(quads, statement, LH.restsOn)
        count = Literal(str(len(mentions)), datatype=XSD.integer)
        assert objects(quads, statement, LH.mentionCount) == [count]
        (passage,) = objects(quads, statement, LH.evidence)
        (theme,) = objects(quads, statement, LH.aboutTheme)
        for mention in mentions:
            assert isinstance(mention, NamedNode)
            assert objects(quads, mention, LH.inPassage) == [passage]
            assert objects(quads, mention, LH.mentionOf) == [theme]
        assert objects(quads, statement, LH.basis) == [names.thing("basis", "extracted")]
        assert objects(quads, statement, LH.aboutReport) == [names.report("520000", 2093)]
        assert objects(quads, statement, LH.assertedIn) == [names.report("520000", 2093)]
    digest = text_digest("建设区块链园区，支持区块链中试。")[:12]
    expected = ("report-520000-2093", "520000", 2093, "blockchain", f"{digest}-1")
    assert names.statement(*expected) in statements


def test_what_was_judged_is_said() -> None:
    found = StatementFound(
        "5g", "0-1", (Hit(0, 2, "5g", "5G"),), ("governance",), "plan", "promote", 2 / 3
    )
    extraction = Extraction((PassageFound(0, 3, (found,), "review"),), "x")
    quads = list(describe.extracted(NATION, HeldText("5G网"), extraction))
    (statement,) = typed(quads, LH.PolicyStatement)
    assert objects(quads, statement, LH.hasDirection) == [names.thing("direction", "governance")]
    assert objects(quads, statement, LH.role) == [names.thing("role", "plan")]
    assert objects(quads, statement, LH.stance) == [names.thing("stance", "promote")]
    assert objects(quads, statement, LH.confidence) == [Literal("0.667", datatype=XSD.decimal)]
    assert objects(quads, statement, LH.ofCountry) == [names.country()]
    (passage,) = typed(quads, LH.Passage)
    assert objects(quads, passage, LH.sectionRole) == [names.thing("role", "review")]


@pytest.mark.parametrize(
    ("confidence", "written"), [(0.0, "0"), (1.0, "1"), (0.5, "0.5"), (0.1234, "0.123")]
)
def test_confidence_is_a_plain_decimal(confidence: float, written: str) -> None:
    found = StatementFound("5g", "0-1", (Hit(0, 2, "5g", "5G"),), confidence=confidence)
    quads = describe.extracted(
        NATION, HeldText("5G网"), Extraction((PassageFound(0, 3, (found,)),), "x")
    )
    values = [q.object for q in quads if q.predicate == LH.confidence]
    assert values == [Literal(written, datatype=XSD.decimal)]


def test_the_activity_says_with_what_and_when() -> None:
    quads = list(describe.activity(GUIZHOU, HELD, extract(TEXT, load()), RUN))
    node = names.activity("extracted", "520000", 2093)
    graph = names.graph("extracted", "520000", 2093)
    time = Literal("2093-03-01T00:00:00Z", datatype=XSD.dateTime)
    assert {q.graph_name for q in quads} == {names.graph("provenance")}
    assert objects(quads, node, PROV.generated) == [graph]
    assert objects(quads, node, PROV.endedAtTime) == [time]
    assert objects(quads, node, PROV.used) == [names.text(text_key(TEXT))]
    assert objects(quads, node, LH.lexiconVersion) == [Literal(load().version)]


def test_the_same_input_gives_the_same_quads_and_the_store_changes_none() -> None:
    def everything() -> list[Quad]:
        extraction = extract(TEXT, load())
        return [
            *describe.report(GUIZHOU),
            *describe.text_version(GUIZHOU, HELD),
            *describe.extracted(GUIZHOU, HELD, extraction),
            *describe.activity(GUIZHOU, HELD, extraction, RUN),
        ]

    quads = everything()
    assert quads == everything()
    assert len(quads) == len(set(quads))
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)


def test_every_triple_of_the_real_reports_is_in_one_graph(shared: Path) -> None:
    quads: list[Quad] = []
    for path in paths([shared / "corpus" / "provincial" / "2025"]):
        (document,) = read(path)
        what, extraction = identify(document), extract(document.text, load())
        quads += describe.report(what)
        quads += describe.text_version(what, HeldText(document.text))
        quads += describe.extracted(what, HeldText(document.text), extraction)
    assert len(typed(quads, LH.WorkReport)) == 31
    assert len(quads) == len({(q.subject, q.predicate, q.object) for q in quads})
