"""Nodes and literals, as short to write as the data is to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import DCTERMS, FOAF, RDF, SKOS, XSD

Object: TypeAlias = NamedNode | Literal | None
Pair: TypeAlias = tuple[NamedNode, Object]


def node(graph: NamedNode, subject: NamedNode, *pairs: Pair) -> Iterator[Quad]:
    """Quads of one subject; a pair whose object is None says nothing."""
    for predicate, value in pairs:
        if value is not None:
            yield Quad(subject, predicate, value, graph)


def a(*classes: NamedNode) -> tuple[Pair, ...]:
    """Pairs that say what something is."""
    return tuple((RDF.type, each) for each in classes)


def labels(predicate: NamedNode = SKOS.prefLabel, **texts: str) -> tuple[Pair, ...]:
    """Pairs of labels by language, with ``zh_hant`` for ``zh-hant``; empty ones say nothing."""
    return tuple(
        (predicate, Literal(text, language=tag.replace("_", "-")))
        for tag, text in texts.items()
        if text
    )


def string(value: str) -> Literal | None:
    """Plain text, or None where there is none."""
    return Literal(value) if value else None


def year(value: int | str) -> Literal:
    """A calendar year as ``xsd:gYear``."""
    return Literal(str(value), datatype=XSD.gYear)


def date(value: str) -> Literal | None:
    """A day written YYYY-MM-DD as ``xsd:date``, or None where there is none."""
    return Literal(value, datatype=XSD.date) if value else None


def page(graph: NamedNode, address: str, *pairs: Pair) -> Iterator[Quad]:
    """The page at that address, as a document of the web."""
    return node(graph, NamedNode(address), *a(FOAF.Document), *pairs)


def issued(day: str) -> Pair:
    """The day on which something was published."""
    return DCTERMS.issued, date(day)
