"""A change of the graph as data: what is asked, under which conditions, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import RdfFormat

from graph.home.manifest import GraphEntry
from graph.sparql.operations import DEFAULT

READ = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/n3": RdfFormat.N3,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/json": RdfFormat.JSON_LD,
}
"""The media types that a graph can be sent in."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """``If-Match`` (None: not given) and ``If-None-Match``: tags without quotes, ``*`` for any."""

    match: tuple[str, ...] | None = None
    none_match: tuple[str, ...] = ()

    def hold(self, tag: str | None) -> bool:
        """Whether they hold for what has this tag, None for what is not there."""
        if self.match is not None and (tag is None or not {"*", tag} & set(self.match)):
            return False
        return tag is None or not {"*", tag} & set(self.none_match)


@dataclass(frozen=True, slots=True)
class Document:
    """RDF that was sent: the bytes, or the file that holds them."""

    media_type: str
    data: bytes | Path


@dataclass(frozen=True, slots=True)
class Change:
    """What every change has: the home it is for, and what has to hold before it is made."""

    home: Path
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Update(Change):
    """A SPARQL update; ``default`` and ``named`` are the protocol's dataset.

    With ``union`` the default graph is that of the named ones, and cannot be written.
    """

    text: str
    base: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True


@dataclass(frozen=True, slots=True)
class Write(Change):
    """Documents for one graph (None: the default graph), or its removal where there are none.

    ``base`` is what relative IRIs are resolved against; ``method`` is HTTP's.
    """

    graph: str | None
    base: str
    method: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The release after a change, and whether the graph was there before."""

    release: int
    there: bool


def content(graphs: Mapping[str, GraphEntry], graph: str | None, *, union: bool) -> str | None:
    """The hash of a graph's content (None: the default graph), None where it is not there."""
    if graph is not None:
        entry = graphs.get(graph)
        return entry.sha256[:32] if entry else None
    names = sorted(graphs) if union else [DEFAULT]
    hashes = [f"{name} {graphs[name].sha256}" for name in names if name in graphs]
    return sha256("\n".join(hashes).encode()).hexdigest()[:32]
