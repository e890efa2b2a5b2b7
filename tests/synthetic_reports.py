"""Many made-up reports beside the valid base, in the form and number of the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, Store

from ontology.names import (
    DCTERMS,
    LH,
    OA,
    RDF,
    XSD,
    government,
    graph,
    mention,
    passage,
    province,
    report,
    session,
    statement,
    theme,
    thing,
)
from ontology.names import text as text_version

CODE, THEME = "110000", "blockchain"
Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def add_reports(store: Store, reports: int, passages: int) -> dict[str, str]:
    """Add them, from the year 2030 on; the texts by key."""
    texts = {}
    for number in range(reports):
        body = "".join(f"{number}-{i} 发展区块链产业，{'补白' * 80}。\n" for i in range(passages))
        digest = sha256(body.encode()).hexdigest()
        texts[digest[:16]] = body
        year = 2030 + number
        documents, extracted = graph("documents"), graph("extracted", CODE, year)
        store.bulk_extend(Quad(*fact, documents) for fact in described(year, digest, body))
        store.bulk_extend(Quad(*fact, extracted) for fact in read(year, digest[:16], body))
    return texts


def described(year: int, digest: str, body: str) -> Iterator[Fact]:
    when = Literal(str(year), datatype=XSD.gYear)
    here, text = report(CODE, year), text_version(digest[:16])
    for node, kind in ((here, LH.WorkReport), (session(CODE, year), LH.Session)):
        yield node, RDF.type, kind
        yield node, LH.ofProvince, province(CODE)
        yield node, LH.year, when
    yield here, DCTERMS.creator, government(CODE)
    yield here, LH.currentText, text
    yield text, RDF.type, LH.TextVersion
    yield text, DCTERMS.language, Literal("zh")
    yield text, LH.charLength, integer(len(body))
    yield text, LH.sha256, Literal(digest)
    yield text, LH.textOf, here


def read(year: int, key: str, body: str) -> Iterator[Fact]:
    start = 0
    for number, line in enumerate(body.splitlines()):
        yield from said(year, key, start, line, number)
        start += len(line) + 1


def said(year: int, key: str, start: int, line: str, number: int) -> Iterator[Fact]:
    text, end, at = text_version(key), start + len(line), start + line.index("区块链")
    whole, hit = passage(key, start, end), mention(key, at, at + 3, THEME)
    claim = statement(f"report-{CODE}-{year}", CODE, year, THEME, f"{number}-1")
    for node, kind, a, b in ((whole, LH.Passage, start, end), (hit, LH.ThemeMention, at, at + 3)):
        yield node, RDF.type, kind
        yield node, LH.inText, text
        yield node, OA.start, integer(a)
        yield node, OA.end, integer(b)
    yield hit, LH.inPassage, whole
    yield hit, LH.mentionOf, theme(THEME)
    yield hit, OA.exact, Literal("区块链")
    yield claim, RDF.type, LH.PolicyStatement
    yield claim, LH.aboutReport, report(CODE, year)
    yield claim, LH.aboutTheme, theme(THEME)
    yield claim, LH.assertedIn, report(CODE, year)
    yield claim, LH.basis, thing("basis", "extracted")
    yield claim, LH.confidence, Literal("0.9", datatype=XSD.decimal)
    yield claim, LH.evidence, whole
    yield claim, LH.mentionCount, integer(1)
    yield claim, LH.ofProvince, province(CODE)
    yield claim, LH.restsOn, hit
    yield claim, LH.role, thing("role", "plan")
    yield claim, LH.year, Literal(str(year), datatype=XSD.gYear)
