"""An article entered into a draft: its documents, its claims and the run that read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.article import article_activity, read_article
from graph.articles.found import ArticleFound, ArticleHead
from graph.articles.quads import asserted
from graph.articles.sources import article, documents
from graph.describe import DOCUMENTS, Run
from graph.documents import current_text, key_of, value
from graph.errors import InputError
from graph.lexicon import load
from graph.mint import text_key
from graph.provenance import record
from graph.readers.containers import Document
from graph.releases import Draft
from ontology import names
from ontology.names import DCTERMS, LH, PROV, SKOS, thing

ARTICLES = thing("article", "").value
ASSERTED = names.graph("asserted", "").value
GIVE_SLUG = "give it a key of its own with --article"


@dataclass(frozen=True, slots=True)
class Entered:
    """An article that was taken in; ``text`` is its text's key, ``warnings`` are lines to show."""

    slug: str
    text: str
    passages: int
    statements: int
    warnings: tuple[str, ...]


def enter_article(
    draft: Draft,
    document: Document,
    head: ArticleHead,
    run: Run,
    *,
    slug: str | None = None,
    year: int | None = None,
) -> Entered:
    """Read an article and put what it says into the draft, in place of an earlier reading.

    A text that is held keeps its article's key. Raises InputError where the text is a report's,
    where another article bears the key, and what :func:`graph.article.read_article` raises;
    nothing was written then.
    """
    text = document.text
    found = read_article(text, head, slug=slug or _slug(draft.store, document), year=year)
    held = _held(draft.store, found, document)
    new = list(_new(draft.store, found, document, held))
    draft.add_text(text)
    draft.remove(_outdated(found, held))
    draft.add(new)
    draft.replace_graph(names.graph("asserted", found.slug), asserted(found, text))
    record(draft, article_activity(found, text, run, load().version))
    return _entered(found, document, held)


def referred(store: Store) -> Iterator[Quad]:
    """What the graph of documents says of all that asserted graphs and their articles refer to.

    These are agents, reports and sessions: a rebuild of that graph must not lose them.
    """
    makers = (DCTERMS.creator, DCTERMS.publisher, PROV.wasAttributedTo, LH.aboutReport)
    nodes = {
        quad.object.value
        for predicate in makers
        for quad in store.quads_for_pattern(None, predicate, None)
        if isinstance(quad.object, NamedNode)
        and isinstance(quad.graph_name, NamedNode)
        and (quad.graph_name == DOCUMENTS or quad.graph_name.value.startswith(ASSERTED))
    }
    for node in sorted(node for node in nodes if "/id/government/" not in node):
        for each in (node, node.replace("/id/report/", "/id/session/")):
            yield from store.quads_for_pattern(NamedNode(each), None, None, DOCUMENTS)


def _slug(store: Store, document: Document) -> str | None:
    owner = value(store, names.text(text_key(document.text)), LH.textOf)
    if not isinstance(owner, NamedNode):
        return None
    if not owner.value.startswith(ARTICLES):
        problem = f"is letter for letter the text held for {owner.value}"
        raise InputError(document.place, problem, "remove the wrong one")
    return key_of(owner)


def _held(store: Store, found: ArticleFound, document: Document) -> NamedNode | None:
    """The text that this one corrects, if any; another article's is none."""
    held = current_text(store, article(found), found.head.language)
    if held is None or held == names.text(text_key(document.text)):
        return None
    title = value(store, article(found), DCTERMS.title)
    if not isinstance(title, Literal) or title.value != found.head.title:
        problem = f"would take the key of another article, {found.slug}"
        raise InputError(document.place, problem, GIVE_SLUG)
    return held


def _outdated(found: ArticleFound, held: NamedNode | None) -> Iterator[Quad]:
    if held:
        yield Quad(article(found), LH.currentText, held, DOCUMENTS)


def _new(
    store: Store, found: ArticleFound, document: Document, held: NamedNode | None
) -> Iterator[Quad]:
    """The documents' quads, without another name for a maker that has one."""
    revises = key_of(held) if held else None
    for quad in documents(found, document.text, page=document.source, revises=revises):
        subject = quad.subject if quad.predicate == SKOS.prefLabel else None
        if isinstance(subject, NamedNode) and value(store, subject, SKOS.prefLabel):
            continue
        yield quad


def _entered(found: ArticleFound, document: Document, held: NamedNode | None) -> Entered:
    notes = [f"{document.place}: {note}" for note in found.notes]
    notes += [f"{document.place}: takes the place of {held}"] if held else []
    spans = {each.span for each in found.lists} | {each.span for each in found.counts}
    spans |= {each.span for each in found.claims}
    statements = sum(len(each.codes) for each in found.lists)
    return Entered(found.slug, text_key(document.text), len(spans), statements, tuple(notes))
