"""What the texts say, put beside what the graph says of them, for as long as a check lasts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.errors import NotFoundError
from ontology.names import LH, OA, RDF

Subject = NamedNode | BlankNode | Triple
TextOf = Callable[[str], str | None]
"""The stored text with that key; None, or NotFoundError, where it is not held."""


def held_texts(store: Store, nodes: Collection[str] | None) -> list[str]:
    """The texts that those nodes are or stand in, for None all (N-Triples terms), sorted."""
    return [str(node) for node in _texts(store, nodes)]


def content_view(
    store: Store, texts: Collection[str], text: TextOf, nodes: Collection[str] | None
) -> Store:
    """The texts with their contents, and those nodes, for None all, that are spans in them.

    Of a span only the triples are there that a rule on characters can need.
    """
    view = Store()
    for quad in content_quads(store, text, texts):
        view.add(quad)
        view.extend(store.quads_for_pattern(quad.subject, None, None))
        if nodes is None:
            view.extend(_described(store, _spans(store, quad.subject)))
    view.extend(_described(store, _named(nodes or ())))
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
    named = _named(focus)
    spans = (q.object for n in named for q in store.quads_for_pattern(n, LH.inText, None))
    return sorted(texts & (named | set(spans)), key=str)


def _named(nodes: Collection[str]) -> set[NamedNode]:
    return {NamedNode(iri[1:-1]) for iri in nodes if iri.startswith("<")}


def _spans(store: Store, text: Subject) -> list[Subject]:
    return [q.subject for q in store.quads_for_pattern(None, LH.inText, text)]


def _described(store: Store, spans: Iterable[Subject]) -> Iterator[Quad]:
    wanted = (RDF.type, LH.inText, OA.start, OA.end, OA.exact)
    described = (q for span in spans for q in store.quads_for_pattern(span, None, None))
    return (quad for quad in described if quad.predicate in wanted)
