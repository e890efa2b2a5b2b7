"""What the texts say, put beside what the graph says of them, for as long as a check lasts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.errors import NotFoundError
from ontology.names import LH, OA, RDF

Subject = NamedNode | BlankNode | Triple
TextOf = Callable[[str], str | None]
"""The stored text with that key; None, or NotFoundError, where it is not held."""


def held_texts(store: Store) -> list[str]:
    """The texts that the graph knows (N-Triples terms), sorted."""
    return [str(node) for node in _texts(store, None)]


def content_view(store: Store, focus: Collection[str], text: TextOf) -> Store:
    """The texts that those nodes (N-Triples terms) are or stand in, with their contents.

    Of the spans in them only the triples are there that a rule on characters can need.
    """
    view = Store()
    for quad in content_quads(store, text, focus):
        view.add(quad)
        view.extend(store.quads_for_pattern(quad.subject, None, None))
        view.extend(_spans(store, quad.subject))
    return view


def content_quads(
    store: Store, text: TextOf, focus: Collection[str] | None = None
) -> Iterator[Quad]:
    """Each held text with its characters; they never reach the published store."""
    for node in _texts(store, focus):
        content = _held(text, node.value.rpartition("/")[2])
        if content is not None:
            yield Quad(node, LH.content, Literal(content))


def _held(text: TextOf, key: str) -> str | None:
    try:
        return text(key)
    except NotFoundError:
        return None


def _texts(store: Store, focus: Collection[str] | None) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, RDF.type, LH.TextVersion)
    texts = {q.subject for q in quads if isinstance(q.subject, NamedNode)}
    if focus is None:
        return sorted(texts, key=str)
    named = {NamedNode(iri[1:-1]) for iri in focus if iri.startswith("<")}
    spans = (q.object for n in named for q in store.quads_for_pattern(n, LH.inText, None))
    return sorted(texts & (named | set(spans)), key=str)


def _spans(store: Store, text: Subject) -> list[Quad]:
    spans = [q.subject for q in store.quads_for_pattern(None, LH.inText, text)]
    wanted = (RDF.type, LH.inText, OA.start, OA.end, OA.exact)
    return [q for s in spans for p in wanted for q in store.quads_for_pattern(s, p, None)]
