"""Articles, their makers and texts, and the runs that read them, as quads of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph.articles.found import Agent, ArticleFound
from graph.describe import DOCUMENTS, PROVENANCE, Fact, Run, made, report
from graph.identify import Report
from graph.mint import text_digest, text_key
from ontology import names
from ontology.names import DCTERMS, FOAF, LH, PROV, RDF, SKOS, XSD, thing

Node = tuple[NamedNode, list[Fact]]


def documents(
    found: ArticleFound, text: str, *, page: str | None = None, revises: str | None = None
) -> Iterator[Quad]:
    """The article, its makers, its text, and the reports it is about, for ``graph/documents``.

    ``page`` is where the text was taken from; ``revises`` is the key of the text it corrects.
    Agents that the shipped facts describe are only referred to.
    """
    for node, facts in _documents(found, text, page, revises):
        yield from (Quad(node, predicate, value, DOCUMENTS) for predicate, value in facts)
    for code, year in sorted({(code, each.year) for each in found.lists for code in each.codes}):
        yield from report(Report(code, year))


def activity(found: ArticleFound, text: str, run: Run, lexicon: str) -> Iterator[Quad]:
    """The run that read the article, for ``graph/provenance``; ``lexicon`` is its version."""
    node = names.activity("asserted", found.slug)
    yield from made(node, names.graph("asserted", found.slug), run.tool, run.at)
    facts: list[Fact] = [
        (PROV.used, names.text(text_key(text))),
        (LH.lexiconVersion, Literal(lexicon)),
    ]
    yield from (Quad(node, predicate, value, PROVENANCE) for predicate, value in facts)


def _documents(
    found: ArticleFound, text: str, page: str | None, revises: str | None
) -> Iterator[Node]:
    head, version = found.head, names.text(text_key(text))
    creators, publisher = _makers(found)
    facts: list[Fact] = [(RDF.type, LH.SourceArticle), (LH.currentText, version)]
    facts += [(DCTERMS.title, Literal(head.title, language=head.language))] if head.title else []
    facts += [(DCTERMS.creator, maker(each)) for each in creators]
    facts += [(DCTERMS.publisher, maker(publisher))] if publisher else []
    facts += [(DCTERMS.issued, date(head.issued))] if head.issued else []
    facts += [(FOAF.page, NamedNode(page))] if page else []
    yield article(found), facts
    yield version, _version(found, text, page, revises)
    for each in (*creators, *([publisher] if publisher else ()), *counters(found)):
        if not each.known:
            yield maker(each), _described(each, head.language)


def _version(found: ArticleFound, text: str, page: str | None, revises: str | None) -> list[Fact]:
    return [
        (RDF.type, LH.TextVersion),
        (LH.textOf, article(found)),
        (LH.sha256, Literal(text_digest(text))),
        (LH.charLength, whole(len(text))),
        (DCTERMS.language, Literal(found.head.language)),
        *([(DCTERMS.source, NamedNode(page))] if page else []),
        *([(PROV.wasRevisionOf, names.text(revises))] if revises else []),
    ]


def _makers(found: ArticleFound) -> tuple[list[Agent], Agent | None]:
    """Creators and publisher: a source that counted itself is a creator, not only a reprint."""
    source, creators = found.head.source, list(found.head.authors)
    if source and found.counter and source.slug == found.counter.slug:
        return [*creators, source], None
    return creators, source


def _described(agent: Agent, language: str) -> list[Fact]:
    kind = FOAF.Person if agent.person else FOAF.Organization
    label = Literal(agent.name, language=language)
    return [(RDF.type, kind), (RDF.type, PROV.Agent), (SKOS.prefLabel, label)]


def article(found: ArticleFound) -> NamedNode:
    """The article itself."""
    return thing("article", found.slug)


def maker(agent: Agent) -> NamedNode:
    """The person or organisation."""
    return thing("agent", agent.slug)


def counters(found: ArticleFound) -> tuple[Agent, ...]:
    """Who counted, where the article says."""
    return (found.counter,) if found.counter else ()


def date(day: dt.date) -> Literal:
    """A day as the model writes it."""
    return Literal(day.isoformat(), datatype=XSD.date)


def whole(number: int) -> Literal:
    """A whole number as the model writes it."""
    return Literal(str(number), datatype=XSD.integer)
