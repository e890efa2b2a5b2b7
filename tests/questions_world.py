"""Made-up reports and reviews beside the shipped facts, for the saved questions.

Beijing speaks of blockchain in 2093 and 2094, Shanxi in 2093 only; Shaanxi names it without a
direction until a reader corrects that; Guizhou has a text of 2094 alone. The State Council names
it in 2092. An article says that Beijing and Shanxi name it in 2094, and Guizhou in 2093.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.counts.publish import counted
from graph.describe import extracted, report, text_version
from graph.extract import extract
from graph.identify import Report
from graph.infer import infer
from graph.judging.judgement import Context
from graph.lexicon import load
from graph.shipped import shipped
from graph.texts import HeldText

DIRECTIONS = {
    "研发": "research-transfer",
    "园区": "industrial-parks",
    "应用": "application-scenarios",
    "产业": "digital-economy",
}
REPORTS = {
    ("110000", 2093): (
        "一、2092年工作回顾",
        "区块链应用扩大。",
        "二、2093年工作安排",
        "加强区块链研发，建设区块链园区。",
        "发展人工智能和大数据产业。",
    ),
    ("110000", 2094): (
        "一、2093年工作回顾",
        "区块链研发取得进展。",
        "二、2094年工作安排",
        "整治区块链产业。",
        "推进区块链应用。",
    ),
    ("140000", 2093): (
        "一、2093年工作安排",
        "推进区块链研发。",
        "或可发展区块链产业。",
    ),
    ("140000", 2094): ("一、2094年工作安排", "发展大数据产业。"),
    ("520000", 2094): ("一、2094年工作安排", "推进区块链应用。"),
    ("610000", 2093): ("一、2093年工作安排", "（一）关于区块链", "发展BLOCKCHAIN。"),
    ("000000", 2092): ("一、2092年工作安排", "发展区块链产业。"),
}
CURATED = """
@base <https://w3id.org/lianghui/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix lh: <https://w3id.org/lianghui/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<graph/asserted/made-article> {
  <id/claim-list/made-article/named> a lh:ClaimList ;
    lh:assertedIn <id/article/made-article> ;
    lh:citedAt <https://example.org/made> ;
    lh:completeness <id/completeness/closed> ;
    lh:lists <id/statement/made-article/110000/2094/blockchain/named> ,
      <id/statement/made-article/140000/2094/blockchain/named> ,
      <id/statement/made-article/520000/2093/blockchain/named> .
  <id/statement/made-article/110000/2094/blockchain/named> a lh:PolicyStatement ;
    lh:aboutReport <id/report/110000/2094> ; lh:aboutTheme <id/theme/blockchain> ;
    lh:assertedIn <id/article/made-article> ; lh:basis <id/basis/asserted> ;
    lh:citedAt <https://example.org/made> ;
    lh:ofProvince <id/province/110000> ; lh:year "2094"^^xsd:gYear .
  <id/statement/made-article/140000/2094/blockchain/named> a lh:PolicyStatement ;
    lh:aboutReport <id/report/140000/2094> ; lh:aboutTheme <id/theme/blockchain> ;
    lh:assertedIn <id/article/made-article> ; lh:basis <id/basis/asserted> ;
    lh:citedAt <https://example.org/made> ;
    lh:ofProvince <id/province/140000> ; lh:year "2094"^^xsd:gYear .
  <id/statement/made-article/520000/2093/blockchain/named> a lh:PolicyStatement ;
    lh:aboutReport <id/report/520000/2093> ; lh:aboutTheme <id/theme/blockchain> ;
    lh:assertedIn <id/article/made-article> ; lh:basis <id/basis/asserted> ;
    lh:citedAt <https://example.org/made> ;
    lh:ofProvince <id/province/520000> ; lh:year "2093"^^xsd:gYear .
}

<graph/curated/made> {
  <id/statement/curated/610000/2093/blockchain/made> a lh:PolicyStatement ;
    lh:aboutReport <id/report/610000/2093> ; lh:aboutTheme <id/theme/blockchain> ;
    lh:assertedIn <id/report/610000/2093> ; lh:basis <id/basis/curated> ;
    lh:evidence <{corrected_passage}> ;
    lh:hasDirection <id/direction/governance> ; lh:hasScenario <id/scenario/trade> ;
    lh:restsOn <{corrected_mention}> ; lh:mentionCount 1 ;
    lh:ofProvince <id/province/610000> ; lh:year "2093"^^xsd:gYear .
  <id/review/made/accepted> a lh:Review ; lh:reviews <{accepted}> ;
    lh:verdict <id/verdict/accepted> ; prov:wasAttributedTo <https://example.org/reader> .
  <id/review/made/corrected> a lh:Review ; lh:reviews <{corrected}> ;
    lh:replacedBy <id/statement/curated/610000/2093/blockchain/made> ;
    lh:verdict <id/verdict/corrected> ; prov:wasAttributedTo <https://example.org/reader> .
  <id/review/made/orphaned> a lh:Review ;
    lh:reviews <id/statement/report-140000-2093/140000/2093/blockchain/000000000000-1> ;
    lh:verdict <id/verdict/rejected> ; prov:wasAttributedTo <https://example.org/reader> .
  <id/review/made/rejected> a lh:Review ; lh:reviews <{rejected}> ;
    lh:verdict <id/verdict/rejected> ; prov:wasAttributedTo <https://example.org/reader> .
}

<graph/documents> {
  <id/article/made-article> a lh:SourceArticle ;
    skos:prefLabel "made article"@en , "虚构文章"@zh .
  <id/report/520000/2093> a lh:WorkReport ; dcterms:creator <id/government/520000> ;
    lh:ofProvince <id/province/520000> ; lh:year "2093"^^xsd:gYear .
  <id/session/520000/2093> a lh:Session ;
    lh:ofProvince <id/province/520000> ; lh:year "2093"^^xsd:gYear .
}

<graph/reference> {
  <id/province/140000> geo:sfTouches <id/province/610000> .
  <id/province/610000> geo:sfTouches <id/province/140000> .
}
"""


@dataclass(frozen=True)
class Found:
    direction: str


@dataclass(frozen=True)
class Judged:
    """A judgement by the words of the table, all that these texts need."""

    directions: tuple[Found, ...]
    role: str
    stance: str
    confidence: float
    mention: bool = True


def judge(sentence: str, start: int, end: int, theme: str, context: Context, /) -> Judged:
    directions = tuple(Found(slug) for word, slug in DIRECTIONS.items() if word in sentence)
    stance = "restrict" if "整治" in sentence else "promote"
    return Judged(
        directions, context.section_role or "other", stance, 0.4 if "或" in sentence else 0.9
    )


def text_of(code: str, year: int) -> str:
    return "\n".join(REPORTS[code, year]) + "\n"


@cache
def facts() -> tuple[Quad, ...]:
    """The shipped graphs alone, and what they imply."""
    return tuple(_with_inferred(quad for quads in shipped().values() for quad in quads))


@cache
def world() -> tuple[Quad, ...]:
    """The shipped graphs with the made-up reports, and what they imply."""
    quads = {quad for quads in shipped().values() for quad in quads} | set(_reports())
    return tuple(_with_inferred(quads | set(_curated(quads))))


def _with_inferred(quads: Iterable[Quad]) -> list[Quad]:
    store = Store()
    store.extend(quads)
    store.extend([*infer(store), *counted(store)])
    return sorted(store, key=str)


def _reports() -> Iterable[Quad]:
    for code, year in REPORTS:
        what, text = Report(code, year, None), HeldText(text_of(code, year))
        found = extract(text.words, load(), judge)
        yield from report(what)
        yield from text_version(what, text)
        yield from extracted(what, text, found)


def _curated(quads: Iterable[Quad]) -> Iterable[Quad]:
    store = Store()
    store.extend(quads)
    names = {
        "rejected": _statement(store, "或可发展区块链产业。"),
        "accepted": _statement(store, "加强区块链研发，建设区块链园区。"),
        "corrected": _statement(store, "发展BLOCKCHAIN。"),
    }
    corrected = NamedNode(names["corrected"])
    for key, predicate in {"corrected_passage": "evidence", "corrected_mention": "restsOn"}.items():
        term = NamedNode(f"https://w3id.org/lianghui/ontology#{predicate}")
        (quad,) = store.quads_for_pattern(corrected, term, None)
        names[key] = quad.object.value
    trig = CURATED
    for key, value in names.items():
        trig = trig.replace(f"{{{key}}}", value)
    return list(parse(trig, format=RdfFormat.TRIG))


def _statement(store: Store, sentence: str) -> str:
    exact = NamedNode("http://www.w3.org/ns/oa#exact")
    evidence = NamedNode("https://w3id.org/lianghui/ontology#evidence")
    (passage,) = store.quads_for_pattern(None, exact, Literal(sentence))
    (statement,) = store.quads_for_pattern(None, evidence, passage.subject)
    return statement.subject.value
