"""Reports, sessions, articles and who made them: ``graph/documents``.

Each is described here only. A report that a source claims something about is described even
where no address of it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from ontology.names import (
    DCTERMS,
    FOAF,
    LH,
    PROV,
    SKOS,
    government,
    graph,
    province,
    report,
    session,
    thing,
)
from tools.facts.tables import Row, Tables
from tools.facts.terms import Pair, a, date, issued, labels, node, page, string, year

DOCUMENTS = graph("documents")
DELIVERED = re.compile(r"delivered (\d{4}-\d{2}-\d{2})")
PUBLISHED = re.compile(r"published (\d{4}-\d{2}-\d{2})")
REPRINTS = ("3", "4")
"""Tiers of ``source_tier`` that are not a government's own site: state media, other reprints."""


@dataclass(frozen=True)
class Agent:
    """Who wrote, compiled, published or counted, by the names that the sources print."""

    slug: str
    kind: NamedNode
    en: str
    zh: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """A secondary source; ``address`` is its page, ``identifier`` its number in the site."""

    slug: str
    address: str
    en: str
    zh: str
    creators: tuple[str, ...] = ()
    publisher: str = ""
    issued: str = ""
    identifier: str = ""

    @property
    def iri(self) -> NamedNode:
        """The article itself, not its page."""
        return thing("article", self.slug)


def agent(slug: str) -> NamedNode:
    """The person or organisation with that slug."""
    return thing("agent", slug)


def reports(tables: Tables, others: Iterable[tuple[str, int]]) -> Iterator[Quad]:
    """Reports of the tables, and those that ``others`` names by code and year."""
    described = set()
    for when, rows in tables.reports.items():
        for row in rows:
            code = row.get("gb2260") or tables.code(row["iso_3166_2"])
            described.add((code, when))
            yield from _report(code, when, *_listed(row))
            yield from _page(row)
    for code, when in sorted(set(others) - described):
        yield from _report(code, when)


def articles(known: Iterable[Article], agents: Iterable[Agent]) -> Iterator[Quad]:
    """Articles with their pages, and their makers."""
    for article in known:
        yield from _article(article)
        yield from page(DOCUMENTS, article.address)
    for each in agents:
        yield from node(
            DOCUMENTS,
            agent(each.slug),
            *a(each.kind, PROV.Agent),
            *labels(en=each.en, zh=each.zh),
            *(pair for name in each.also for pair in labels(SKOS.altLabel, en=name)),
        )


def _report(code: str, when: int, *known: Pair) -> Iterator[Quad]:
    for document, kind in ((report(code, when), LH.WorkReport), (session(code, when), LH.Session)):
        yield from node(
            DOCUMENTS, document, *a(kind), (LH.ofProvince, province(code)), (LH.year, year(when))
        )
    yield from node(DOCUMENTS, report(code, when), (DCTERMS.creator, government(code)), *known)


def _listed(row: Row) -> Iterator[Pair]:
    """A bare date is left out: the table does not say whether of delivery or of the page."""
    if delivered := DELIVERED.search(row.get("delivered_or_published", "")):
        yield LH.deliveredAt, date(delivered[1])
    if address := _address(row):
        yield FOAF.page, NamedNode(address)


def _page(row: Row) -> Iterator[Quad]:
    published = PUBLISHED.search(row.get("delivered_or_published", ""))
    day = published[1] if published else row.get("publish_date", "")
    if address := _address(row):
        yield from page(DOCUMENTS, address, issued(day), *_reprint(row))


def _reprint(row: Row) -> Iterable[Pair]:
    if row.get("source_tier", "").startswith(REPRINTS):
        return labels(SKOS.note, en="not a government's own site", zh="并非政府网站")
    return ()


def _address(row: Row) -> str:
    return row.get("url") or row.get("source_url", "")


def _article(article: Article) -> Iterator[Quad]:
    yield from node(
        DOCUMENTS,
        article.iri,
        *a(LH.SourceArticle),
        *labels(en=article.en, zh=article.zh),
        *((DCTERMS.creator, agent(each)) for each in article.creators),
        (DCTERMS.publisher, agent(article.publisher) if article.publisher else None),
        issued(article.issued),
        (DCTERMS.identifier, string(article.identifier)),
        (FOAF.page, NamedNode(article.address)),
    )
