"""A wrong report or article taken out again: its texts, and all that was read in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph import standoff
from graph.describe import DOCUMENTS, PROVENANCE
from graph.documents import key_of, texts_of
from graph.errors import InputError, NotFoundError
from graph.home.publish import publishing
from graph.provenance import of
from graph.releases import Draft, Home, Release
from graph.shipped import Graphs, shipped
from graph.withdrawn import bury
from ontology import names

REPORT = re.compile(r"(?:.*/report/)?(?P<code>\d{6})/(?P<year>\d{4})")
ARTICLE = re.compile(r"(?:.*/)?article/(?P<slug>[\w.-]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """What can be withdrawn: the document, what is described with it, the graph read from it."""

    name: str
    document: NamedNode
    beside: tuple[NamedNode, ...]
    graph: NamedNode


def withdraw(home: Home, document: str, *, now: dt.datetime | None = None) -> Release:
    """Take a document out and publish what is left.

    ``document`` is ``140000/2025`` or ``article/SLUG``, or an IRI that ends so. What ships of it
    comes back, since it does not come from its text; of all else it is noted that it was
    withdrawn (:mod:`graph.withdrawn`). Raises InputError for another form,
    NotFoundError where no text of it is held, and what
    :func:`graph.home.publish.publishing` raises.
    """
    source = _source(document)
    with publishing(home, f"withdraw {source.name}") as draft:
        _withdraw(draft, source, now or dt.datetime.now(dt.UTC))
    return home.require()


def _source(document: str) -> Source:
    if given := ARTICLE.fullmatch(document):
        slug = given["slug"]
        node, graph = names.thing("article", slug), names.graph("asserted", slug)
        return Source(f"article/{slug}", node, (), graph)
    if given := REPORT.fullmatch(document):
        key = given["code"], int(given["year"])
        beside, graph = (names.session(*key),), names.graph("extracted", *key)
        return Source(f"{key[0]}/{key[1]}", names.report(*key), beside, graph)
    raise InputError(
        document, "names no document", "give a code and a year, as in 140000/2025, or article/SLUG"
    )


def _withdraw(draft: Draft, source: Source, at: dt.datetime) -> None:
    texts = texts_of(draft.store, source.document)
    held = [key for key in map(key_of, texts) if key in draft.texts]
    if not held:
        raise NotFoundError(f"{source.name}: no text of this document is held")
    for key in held:
        draft.drop_text(key)
    before = _shipped(source)
    read = draft.store.quads_for_pattern(None, None, None, source.graph)
    things = {quad.subject for quad in read if isinstance(quad.subject, NamedNode)}
    _restore(draft, DOCUMENTS, before, source.document, *source.beside, *texts)
    _restore(draft, PROVENANCE, before, of(source.graph))
    draft.remove_graph(source.graph)
    if source.graph in before:
        draft.replace_graph(source.graph, before[source.graph])
    bury(draft, {source.document, *source.beside, *texts, *things}, at)


def _shipped(source: Source) -> Graphs:
    graphs = shipped()
    for each in standoff.shipped():
        if each.graph == source.graph:
            each.enter(graphs)
    return graphs


def _restore(draft: Draft, graph: NamedNode, before: Graphs, *nodes: NamedNode) -> None:
    """Have the graph say of the nodes what it says as shipped."""
    quads = {
        quad for node in nodes for quad in draft.store.quads_for_pattern(node, None, None, graph)
    }
    kept = {quad for quad in before[graph] if quad.subject in nodes}
    draft.remove(quads - kept)
    draft.add(kept - quads)
