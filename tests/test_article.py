"""Articles about reports, in English and Chinese: what they claim, and where they say so."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from opencc import OpenCC
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.article import (
    ArticleFound,
    article_activity,
    describe_article,
    read_article,
    recognise,
)
from graph.articles.entering import Entered, enter_article, referred
from graph.articles.grammar import counted, named, number, times
from graph.articles.head import read_head
from graph.describe import DOCUMENTS, Run, report, text_version
from graph.errors import InputError
from graph.identify import Report
from graph.mention import fold
from graph.read import read
from graph.readers.containers import Document
from graph.releases import Home
from graph.texts import HeldText
from ontology import names
from ontology.names import DCTERMS, FOAF, LH, OA, PROV, QB, RDF, SKOS

DATA = Path(__file__).parent / "data" / "articles"
SHIPPED = Path(__file__).parents[1] / "graph" / "data" / "article.trig"
RUN = Run("lianghui 0", dt.datetime(2030, 1, 2, tzinfo=dt.UTC))
ENGLISH, CHINESE = DATA / "north_gazette_2023.txt", DATA / "west_review_2022.txt"


def _document(path: Path) -> Document:
    (document,) = read(path)
    return document


def _read(text: str, language: str = "en") -> ArticleFound:
    head = recognise(Document(text, "made.txt", language))
    assert head is not None
    return read_article(text, head)


def _found(path: Path) -> ArticleFound:
    document = _document(path)
    head = recognise(document)
    assert head is not None
    return read_article(document.text, head)


def _asserted(found: ArticleFound, text: str) -> set[Quad]:
    graph = names.graph("asserted", found.slug)
    return {quad for quad in describe_article(found, text) if quad.graph_name == graph}


def _body(sentence: str, title: str = "Blockchain in the 2024 work reports of 20 provinces") -> str:
    return f"{title}\nSource: Test Post\n\n{sentence}\n"


def test_the_real_article_extracts_to_exactly_the_shipped_graph(shared: Path) -> None:
    (path,) = (shared / "corpus" / "article").glob("*.txt")
    document = _document(path)
    head = recognise(document)
    assert head is not None
    found = read_article(document.text, head)
    expected = set(parse(path=str(SHIPPED), format=RdfFormat.TRIG))
    assert len(expected) == 362
    assert found.slug == "finance-no1-2020"
    assert found.notes == ()
    assert _asserted(found, document.text) == expected


def test_the_real_articles_makers_are_those_of_the_shipped_facts(shared: Path) -> None:
    (path,) = (shared / "corpus" / "article").glob("*.txt")
    document = _document(path)
    quads = set(describe_article(_found(path), document.text))
    article = names.thing("article", "finance-no1-2020")
    creators = {quad.object for quad in quads if quad.predicate == DCTERMS.creator}
    agents = {names.thing("agent", slug) for slug in ("finance-no1", "xing-mouth")}
    assert agents <= creators
    assert not [quad for quad in quads if quad.predicate == DCTERMS.publisher]
    assert not [quad for quad in quads if quad.subject in agents]
    (text,) = (quad.object for quad in quads if quad.predicate == LH.currentText)
    shipped = set(parse(path=str(SHIPPED.with_name("documents.trig")), format=RdfFormat.TRIG))
    own = {quad for quad in quads if quad.subject == text}
    assert own
    assert own == {quad for quad in shipped if quad.subject == text}
    reports = {quad.subject for quad in quads if quad.object == LH.WorkReport}
    assert len(reports) == 11
    assert {quad for quad in quads if quad.subject in reports} <= shipped
    assert Quad(article, RDF.type, LH.SourceArticle, DOCUMENTS) in quads & shipped


def test_no_real_report_is_taken_for_an_article(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "provincial").rglob("*.txt"))
    paths += sorted((shared / "corpus" / "national").glob("*"))
    assert len(paths) > 62
    taken = [each.place for path in paths for each in read(path) if recognise(each)]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "政府工作报告\n\n各位代表：22个省份的政府工作报告提到区块链。",
        "2024年政府工作报告\n我省与22个省份的政府工作报告都提到区块链。",
        "Report on the Work of the Government\n22 provinces named blockchain in work reports.",
        "Weather\n22 provinces had rain, and no report named blockchain.",
        "A post\nReports of 22 provinces speak of rice.",
        "A post\nThe work report of Hunan speaks of blockchain.",
        "关于政府工作报告的决议\n25个省份的政府工作报告提到区块链。",
        "政府工作報告\n\n各位代表：22個省份的政府工作報告提到區塊鏈。",
        "關於政府工作報告的決議\n25個省份的政府工作報告提到區塊鏈。",
        "",
    ],
)
def test_other_texts_are_no_articles(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert recognise(Document(text, "made.txt", language)) is None


def test_the_head_of_the_english_article() -> None:
    found = _found(ENGLISH)
    head = found.head
    assert head.title.startswith("Artificial intelligence is now")
    assert [(each.slug, each.person) for each in head.authors] == [("lin-hao", True)]
    assert head.source is not None
    assert found.counter == head.source
    assert (head.source.slug, head.source.known) == ("north-gazette", False)
    assert (head.issued, head.year) == (dt.date(2023, 2, 3), 2023)
    assert (found.slug, found.year) == ("north-gazette-2023", 2023)
    assert found.themes == ("artificial-intelligence",)


def test_the_lists_of_the_english_article() -> None:
    found = _found(ENGLISH)
    assert [
        (each.slug, each.codes, each.completeness, each.direction, each.times)
        for each in found.lists
    ] == [
        ("more-than-once", ("420000", "430000", "510000"), "open", None, 3),
        ("research-transfer", ("330000", "320000"), "unstated", "research-transfer", None),
        ("industrial-parks", ("340000", "630000", "150000"), "unstated", "industrial-parks", None),
        (
            "application-scenarios",
            ("140000", "610000", "220000", "530000", "640000", "540000"),
            "closed",
            "application-scenarios",
            None,
        ),
        ("infrastructure", ("210000", "230000"), "open", "infrastructure", None),
    ]
    assert {each.year for each in found.lists} == {2023}
    assert found.notes == ("infrastructure: states 9 and names 2",)


def test_the_counts_of_the_english_article() -> None:
    sessions, naming, uses, works = _found(ENGLISH).counts
    day = dt.date(2023, 1, 28)
    assert (sessions.measure, sessions.number, sessions.as_of) == ("sessions-held", 30, day)
    assert (naming.measure, naming.number, naming.out_of) == ("reports-naming-theme", 24, 30)
    assert naming.least
    assert (uses.direction, uses.number) == ("application-scenarios", 6)
    assert (works.direction, works.number) == ("infrastructure", 9)
    assert {uses.measure, works.measure} == {"provinces-with-direction"}


def test_the_claims_of_the_english_article_name_no_province() -> None:
    claims = _found(ENGLISH).claims
    assert [(each.slug, each.quantifier, each.directions, each.scenario) for each in claims] == [
        ("high-frequency", "high-frequency", (), None),
        ("most-expect-upgrading", "most", ("industry-upgrading",), None),
        ("health-biggest-demand", "biggest", ("application-scenarios",), "health"),
    ]


def test_the_spans_of_the_english_article_are_the_words_that_bear_the_claim() -> None:
    text, found = _document(ENGLISH).text, _found(ENGLISH)
    told = {each.slug: text[slice(*each.span)] for each in (*found.lists, *found.claims)}
    assert told["research-transfer"].endswith("core technologies")
    assert told["industrial-parks"].startswith("while Anhui")
    assert told["application-scenarios"].endswith("of artificial intelligence")
    assert told["health-biggest-demand"] == "health care has become the greatest demand."
    for listed in found.lists:
        assert set(named(text, *listed.span)[0].codes) <= set(listed.codes)


def test_the_chinese_article() -> None:
    found = _found(CHINESE)
    head = found.head
    assert found.themes == ("industrial-internet",)
    assert (found.year, head.issued) == (2022, dt.date(2022, 2, 18))
    assert [each.name for each in head.authors] == ["周宁", "吴越"]
    assert head.source is not None
    assert (head.source.name, found.counter) == ("西部产经观察", head.source)
    assert re.fullmatch(r"agent-[0-9a-f]{12}-2022", found.slug)
    assert [(each.slug, each.codes, each.completeness, each.times) for each in found.lists] == [
        ("more-than-once", ("420000", "430000", "510000"), "open", 2),
        ("research-transfer", ("320000", "330000", "340000"), "closed", None),
        ("application-scenarios", ("210000", "220000", "230000", "150000"), "open", None),
        ("industrial-parks", ("140000", "610000", "640000"), "unstated", None),
        ("named", ("520000",), "unstated", None),
    ]
    assert [
        (each.measure, each.number, each.out_of, each.as_of, each.direction)
        for each in found.counts
    ] == [
        ("sessions-held", 30, None, dt.date(2022, 2, 10), None),
        ("reports-naming-theme", 25, 30, dt.date(2022, 2, 10), None),
        ("provinces-with-direction", 3, None, None, "research-transfer"),
        ("provinces-with-direction", 6, None, None, "application-scenarios"),
    ]
    assert [each.slug for each in found.claims] == [
        "high-frequency",
        "most-expect-upgrading",
        "energy-biggest-demand",
    ]
    assert found.notes == ("application-scenarios: states 6 and names 4",)
    assert [each.directions for each in found.headings] == [("industrial-parks",), ()]


def test_an_article_in_traditional_characters_is_read_as_in_simplified_ones(small: Home) -> None:
    text = _document(CHINESE).text
    given = OpenCC("s2t").convert(text)
    assert len(given) == len(text)
    found, known = _read(given, "zh"), _found(CHINESE)
    makers = [*found.head.authors, found.head.source]
    assert [each.name for each in makers if each] == ["周寧", "吳越", "西部產經觀察"]
    assert found.counter == found.head.source
    assert found.head.title == given[: len(known.head.title)] != known.head.title
    for part in ("slug", "year", "themes", "lists", "counts", "claims", "headings", "notes"):
        assert getattr(found, part) == getattr(known, part)
    with small.change("an article") as draft:
        draft.add_text(given)
        draft.add(describe_article(found, given))
    assert small.require().number == 2


@pytest.mark.parametrize(
    ("path", "statements", "lists", "observations", "claims", "plans", "passages", "total"),
    [(ENGLISH, 16, 5, 4, 3, 3, 10, 299), (CHINESE, 14, 4, 4, 3, 3, 10, 274)],
)
def test_the_quads_of_a_made_up_article(
    path: Path,
    statements: int,
    lists: int,
    observations: int,
    claims: int,
    plans: int,
    passages: int,
    total: int,
) -> None:
    found, text = _found(path), _document(path).text
    quads = _asserted(found, text)
    kinds = Counter(quad.object for quad in quads if quad.predicate == RDF.type)
    assert kinds == {
        LH.PolicyStatement: statements,
        LH.ClaimList: lists,
        LH.StatisticObservation: observations,
        QB.Observation: observations,
        LH.QualitativeClaim: claims,
        LH.ParkPlan: plans,
        LH.Passage: passages,
    }
    assert len(quads) == total
    for subject in {quad.subject for quad in quads}:
        own = {quad.predicate: quad.object for quad in quads if quad.subject == subject}
        if own[RDF.type] == LH.Passage:
            start, end = own[OA.start], own[OA.end]
            assert isinstance(start, Literal)
            assert isinstance(end, Literal)
            assert text[int(start.value) : int(end.value)].strip()
        elif own[RDF.type] != LH.ParkPlan:
            assert own[LH.assertedIn] == names.thing("article", found.slug)
            assert LH.evidence in own
            assert LH.citedAt not in own


def test_each_statement_of_a_made_up_article() -> None:
    found, text = _found(ENGLISH), _document(ENGLISH).text
    quads = _asserted(found, text)
    (parks,) = (each for each in found.lists if each.slug == "industrial-parks")
    slug, theme = "north-gazette-2023", "artificial-intelligence"
    key = next(str(q.object) for q in quads if q.predicate == LH.inText).strip("<>").split("/")[-1]
    for code in ("340000", "630000", "150000"):
        node = names.statement(slug, code, 2023, theme, "industrial-parks")
        assert {(quad.predicate, quad.object) for quad in quads if quad.subject == node} == {
            (RDF.type, LH.PolicyStatement),
            (LH.aboutReport, names.report(code, 2023)),
            (LH.aboutTheme, names.theme(theme)),
            (LH.assertedIn, names.thing("article", slug)),
            (LH.basis, names.thing("basis", "asserted")),
            (LH.concernsPlan, names.park_plan(slug, code, 2023, theme)),
            (LH.evidence, names.passage(key, *parks.span)),
            (LH.hasDirection, names.thing("direction", "industrial-parks")),
            (LH.ofProvince, names.province(code)),
            (LH.year, Literal("2023", datatype=names.XSD.gYear)),
        }


def test_at_least_is_a_lower_bound_in_its_own_cube_and_names_who_counted() -> None:
    quads = _asserted(_found(ENGLISH), _document(ENGLISH).text)
    node = names.thing(
        "observation", "north-gazette-2023", "reports-naming-theme", 2023, "artificial-intelligence"
    )
    own = {quad.predicate: quad.object for quad in quads if quad.subject == node}
    assert own[QB.dataSet] == names.thing("cube", "reports-naming-theme-at-least")
    assert LH.value not in own
    assert own[LH.minValue] == Literal(24)
    assert own[LH.outOf] == Literal(30)
    assert own[PROV.wasAttributedTo] == names.thing("agent", "north-gazette")


def test_documents_of_a_made_up_article() -> None:
    found, text = _found(ENGLISH), _document(ENGLISH).text
    page = "https://example.org/post"
    every = describe_article(found, text, page=page, revises="0" * 16)
    quads = [quad for quad in every if quad.graph_name == DOCUMENTS]
    article = names.thing("article", "north-gazette-2023")
    own = {quad.predicate: quad.object for quad in quads if quad.subject == article}
    assert own[DCTERMS.title] == Literal(found.head.title, language="en")
    # A source that counted itself is a creator, as in the shipped facts.
    assert DCTERMS.publisher not in own
    assert own[FOAF.page] == NamedNode(page)
    version = next(quad.subject for quad in quads if quad.object == LH.TextVersion)
    assert Quad(version, PROV.wasRevisionOf, names.text("0" * 16), DOCUMENTS) in quads
    assert Quad(article, LH.currentText, version, DOCUMENTS) in quads
    people = {quad.subject for quad in quads if quad.object == FOAF.Person}
    assert people == {names.thing("agent", "lin-hao")}
    labels = {quad.object for quad in quads if quad.predicate == SKOS.prefLabel}
    assert labels == {Literal("Lin Hao", language="en"), Literal("North Gazette", language="en")}
    reports = {quad.subject for quad in quads if quad.object == LH.WorkReport}
    codes = {code for each in found.lists for code in each.codes}
    assert reports == {names.report(code, 2023) for code in codes}


def test_a_source_that_only_prints_is_the_publisher() -> None:
    text = _body("Hunan and Hubei plan blockchain industrial parks.")
    quads = set(describe_article(_read(text), text))
    assert [quad.object for quad in quads if quad.predicate == DCTERMS.publisher] == [
        names.thing("agent", "test-post")
    ]


def test_a_comma_behind_an_author_names_nobody() -> None:
    text = "一份示例\n作者：甲某、乙某，  来源：示例网  2023-01-20\n正文。\n"
    head = read_head(Document(text, "made.txt", "zh"))
    assert [each.name for each in head.authors] == ["甲某", "乙某"]
    assert head.source
    assert head.source.name == "示例网"


def test_the_activity_of_a_reading() -> None:
    quads = list(article_activity(_found(ENGLISH), _document(ENGLISH).text, RUN, "abc"))
    activity = names.activity("asserted", "north-gazette-2023")
    assert {quad.subject for quad in quads} == {activity, names.software(RUN.tool)}
    facts = {quad.predicate: quad.object for quad in quads}
    assert facts[PROV.generated] == names.graph("asserted", "north-gazette-2023")
    assert facts[LH.lexiconVersion] == Literal("abc")


@pytest.mark.parametrize("path", [ENGLISH, CHINESE])
def test_the_gate_lets_a_made_up_article_in(small: Home, path: Path) -> None:
    found, text = _found(path), _document(path).text
    with small.change("an article") as draft:
        draft.add_text(text)
        draft.add(describe_article(found, text))
    assert small.require().number == 2


def _enter(home: Home, text: str, **given: str) -> Entered:
    document = Document(text, "made.txt", "en")
    head = recognise(document)
    assert head is not None
    with home.change("an article") as draft:
        return enter_article(draft, document, head, RUN, **given)


def test_an_article_is_entered_read_again_and_corrected(small: Home) -> None:
    text = _document(ENGLISH).text
    done = _enter(small, text)
    assert (done.slug, done.passages, done.statements) == ("north-gazette-2023", 10, 16)
    assert done.warnings == ("made.txt: infrastructure: states 9 and names 2",)
    before = set(small.require().store)
    assert _enter(small, text) == done
    assert set(small.require().store) == before
    corrected = text.replace("Zhejiang and Jiangsu", "Zhejiang and Jiangxi")
    assert len(_enter(small, corrected).warnings) == 2
    store = small.require().store
    article, graph = names.thing("article", done.slug), names.graph("asserted", done.slug)
    current = [quad.object for quad in store.quads_for_pattern(article, LH.currentText, None)]
    assert len(current) == 1
    assert list(store.quads_for_pattern(current[0], PROV.wasRevisionOf, names.text(done.text)))
    codes = {quad.object for quad in store.quads_for_pattern(None, LH.ofProvince, None, graph)}
    assert names.province("360000") in codes
    assert names.province("320000") not in codes


def test_another_article_does_not_take_a_key_that_is_borne(small: Home) -> None:
    text = _document(ENGLISH).text
    _enter(small, text)
    other = text.replace("is now a fixture", "stays a fixture")
    with pytest.raises(InputError, match="another article"):
        _enter(small, other)
    assert small.require().number == 2
    assert _enter(small, other, slug="north-gazette-2023-second").statements == 16


def test_the_text_of_a_report_is_no_articles(small: Home) -> None:
    text = _document(ENGLISH).text
    with small.change("a report") as draft:
        draft.add_text(text)
        what = Report("110000", 2093)
        draft.add((*report(what), *text_version(what, HeldText(text), language="en")))
    with pytest.raises(InputError, match="letter for letter"):
        _enter(small, text)


def test_what_articles_refer_to_outlives_a_rebuild_of_the_documents(small: Home) -> None:
    _enter(small, _document(ENGLISH).text)
    nodes = {quad.subject for quad in referred(small.require().store)}
    assert names.thing("agent", "north-gazette") in nodes
    assert names.thing("agent", "lin-hao") in nodes
    assert {names.report("340000", 2023), names.session("340000", 2023)} <= nodes


def _facts(found: ArticleFound) -> list[object]:
    everything = (*found.lists, *found.counts, *found.claims)
    return [replace(each, span=(0, 0)) for each in everything]


def test_paragraphs_change_nothing_but_offsets() -> None:
    text, found = _document(ENGLISH).text, _found(ENGLISH)
    head, body = text[: found.head.body], text[found.head.body :]
    for parted in (
        body.replace(". ", ".\n"),
        body.replace("\n\n", " "),
        body.replace(". ", ".\n\n"),
    ):
        other = _read(head + "\n" + parted.strip())
        assert _facts(other) == _facts(found)


@pytest.mark.parametrize(
    ("sentence", "codes", "completeness", "direction"),
    [
        ("Hunan and Hubei plan blockchain science parks.", "43 42", "unstated", "industrial-parks"),
        (
            "Blockchain research is urged in Jilin and Tibet.",
            "22 54",
            "unstated",
            "research-transfer",
        ),
        ("Regions such as Hainan name blockchain.", "46", "open", None),
        ("Shanxi, Shaanxi and others mention blockchain.", "14 61", "open", None),
        ("Two provinces, Fujian and Anhui, mention blockchain.", "35 34", "closed", None),
        ("The reports of Inner Mongolia and Xizang name it.", "15 54", "unstated", None),
        (
            "Hunan, Hubei and, at last, Hebei plan parks: pilot zones.",
            "43 42 13",
            "unstated",
            "industrial-parks",
        ),
    ],
)
def test_lists_in_english(
    sentence: str, codes: str, completeness: str, direction: str | None
) -> None:
    (listed,) = _read(_body(sentence)).lists
    assert listed.codes == tuple(f"{code}0000" for code in codes.split())
    assert (listed.completeness, listed.direction) == (completeness, direction)
    assert listed.theme == "blockchain"


@pytest.mark.parametrize(
    "sentence",
    [
        "Hunan and Hubei have not mentioned blockchain.",
        "Hunan Normal University and the Hubei Daily mention blockchain.",
        "Blockchain parks rise along the Beijing-Tianjin line.",
        "Hunan and Hubei are cold.",
        "Hunan and Hubei didn’t mention blockchain.",
        "Hunan and Hubei no longer mention blockchain.",
        "By noon Beijing time many mention blockchain parks.",
        "Some provinces mention blockchain.",
    ],
)
def test_what_is_denied_or_of_no_province_yields_nothing(sentence: str) -> None:
    found = _read(_body(sentence))
    assert (found.lists, found.counts, found.claims) == ((), (), ())


def test_two_lists_of_one_direction_keep_their_spans_and_keys() -> None:
    text = _body(
        "Hunan and Hubei plan blockchain science parks.\nJilin and Hunan plan science parks."
    )
    one, other = _read(text).lists
    assert (one.slug, other.slug) == ("industrial-parks", "industrial-parks-2")
    assert one.span != other.span


def test_two_numbers_for_one_thing_are_told_of_and_the_first_is_kept() -> None:
    found = _read(
        _body("20 provinces mention blockchain in reports. 21 regions mention blockchain.")
    )
    assert [each.number for each in found.counts] == [20]
    assert found.notes == ("reports-naming-theme/blockchain: states 20 and later 21",)


def test_most_that_name_the_theme_say_nothing_beside_their_number() -> None:
    vague = "Most provinces mention blockchain."
    assert [each.slug for each in _read(_body(vague)).claims] == ["most"]
    assert _read(_body(f"{vague} 20 provinces mention blockchain.")).claims == ()


def test_a_number_of_provinces_without_names_is_a_count_only() -> None:
    found = _read(_body("9 provinces plan blockchain science parks."))
    assert found.lists == ()
    (count,) = found.counts
    assert (count.number, count.direction) == (9, "industrial-parks")


def test_a_number_beside_another_year_is_of_that_year() -> None:
    found = _read(
        _body("In 2019, 3 provinces mention blockchain. 20 provinces mention blockchain.")
    )
    assert [(each.year, each.number) for each in found.counts] == [(2019, 3), (2024, 20)]


def test_a_theme_named_beside_another_gives_a_statement_each() -> None:
    title = "Blockchain and quantum technology in the 2024 work reports of 20 provinces"
    both = _read(
        _body("Hunan and Hubei plan science parks for blockchain and quantum technology.", title)
    )
    assert both.themes == ("blockchain", "quantum")
    assert [each.theme for each in both.lists] == ["blockchain", "quantum"]
    text = _body("Hunan and Hubei plan science parks for blockchain and quantum technology.", title)
    lists = {quad.subject for quad in _asserted(both, text) if quad.object == LH.ClaimList}
    assert len(lists) == 2


def test_a_year_or_a_theme_that_nothing_tells_is_refused() -> None:
    text = "Blockchain in the work reports of 20 provinces\nThey name it.\n"
    head = recognise(Document(text, "made.txt", "en"))
    assert head is not None
    with pytest.raises(InputError, match="year"):
        read_article(text, head)
    assert read_article(text, head, year=2024).year == 2024
    with pytest.raises(InputError, match="no theme"):
        read_article("Nothing.", replace(head, title="Nothing", body=0), year=2024)
    with pytest.raises(InputError, match="key"):
        read_article(text, head, year=2024, slug="No Key")
    assert read_article(text, head, year=2024, slug="a-key").slug == "a-key"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("22 of 29 provinces", [(22, 29, False)]),
        ("twenty-two out of the thirty-one regions", [(22, 31, False)]),
        ("of the 31 provinces that met, 17 name it", [(17, 31, False)]),
        ("compared with 11 provinces, up from 9 regions", []),
        ("at least nine provinces", [(9, None, True)]),
        ("5 more provinces", []),
        ("7 provinces and cities", [(7, None, False)]),
        ("29个省（区、市）中，有二十二个省份", [(22, 29, False)]),
        ("5省市和7个省区市", [(5, None, False), (7, None, False)]),
        ("20多个省份", [(20, None, True)]),
        ("增加4个省份", []),
        ("第3省", []),
        ("三十一份政府工作报告", [(31, None, False)]),
        ("至少5个省份", [(5, None, True)]),
        ("不少于五个省份", [(5, None, True)]),
        ("no fewer than 5 provinces", [(5, None, True)]),
        ("减少5个省份", []),
        ("三五个省份", []),
        ("二三十个省份", []),
        ("数十个省份", []),
        ("第二十个省份", []),
        ("一百二十个省份", []),
        ("总数31个省份", [(31, None, False)]),
    ],
)
def test_numbers_of_provinces(text: str, numbers: list[tuple[int, int | None, bool]]) -> None:
    folded = fold(text)
    told = counted(folded, 0, len(folded))
    assert [(each.number, each.out_of, each.least) for each in told] == numbers


@pytest.mark.parametrize(
    "number",
    [
        *("nearly 9 provinces", "fewer than nine provinces", "up to 9 provinces"),
        *("no more than 9 provinces", "eight or nine provinces", "8 to 9 provinces"),
        *("most of the 9 provinces", "more than half of the 9 provinces"),
    ],
)
def test_a_number_that_is_no_bound_below_is_no_count(number: str) -> None:
    assert _read(_body(f"{number.capitalize()} plan blockchain science parks.")).counts == ()
    (count,) = _read(_body("Just 9 provinces plan blockchain science parks.")).counts
    assert count.number == 9


@pytest.mark.parametrize("number", ["近9个", "约9个", "不到9个", "不超过9个", "8至9个", "8—9个"])
def test_a_chinese_number_that_is_no_bound_below_is_vague(number: str) -> None:
    told = f"有{number}省份提到"
    (one,) = counted(told, 0, len(told))
    assert (one.number, one.vague) == (9, True)
    told = f"最近9个省份提到，{number}没有"
    assert not counted(told, 0, len(told))[0].vague


@pytest.mark.parametrize(
    ("told", "share"),
    [
        ("29个省份中超过一半提到", True),
        ("29个省份中，近20个提到", True),
        ("29个省份大多提到", True),
        ("of the 29 provinces that met, most name it", True),
        ("29个省份中，22个提到", False),
        ("29个省份近年来提到", False),
        ("29个省份提到，多数是首次", False),
        ("29个省份的报告中都提到", False),
        ("29 provinces name it, most of them early", False),
    ],
)
def test_of_some_numbers_only_a_share_is_meant(told: str, share: bool) -> None:
    (one,) = counted(told, 0, len(told))
    assert one.share is share


def test_how_many_met_is_told_where_only_a_share_of_them_names_the_theme() -> None:
    found = _read(_body("Of the 29 provinces that have held two sessions, most name blockchain."))
    assert [(each.measure, each.number) for each in found.counts] == [("sessions-held", 29)]


@pytest.mark.parametrize(
    "told",
    [
        "20 provinces have held two sessions, 22 provinces mention blockchain.",
        "22 of 20 provinces mention blockchain.",
    ],
)
def test_more_than_all_is_of_no_total(small: Home, told: str) -> None:
    found = _read(text := _body(told))
    assert (22, None) in [(each.number, each.out_of) for each in found.counts]
    assert any("22 of 20" in note for note in found.notes)
    _enter(small, text)


def test_numerals_and_times() -> None:
    assert [number(each) for each in ("12", "twelve", "thirty", "thirty-four", "二十九", "两")] == [
        *(12, 12, 30, 34, 29, 2)
    ]
    for text, least in {
        "more than once": 2,
        "at least four times": 4,
        "3次以上": 3,
        "once": None,
    }.items():
        assert times(text, 0, len(text)) == least
