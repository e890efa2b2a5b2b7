"""RDF documents at listed addresses, of which a worker says that it needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field
from itertools import islice
from typing import Any, ClassVar, Protocol

from pyoxigraph import Quad, RdfFormat, Triple

from graph.errors import (
    DataSyntaxError,
    RemoteFailedError,
    RemoteNeededError,
    RemoteRefusedError,
)
from graph.rdf.contexts import with_contexts
from graph.rdf.document import READ, READ_NAMED, Document, quads
from graph.remote.allowed import listed
from graph.sparql.query import Fetched

TRIPLES = 100_000
"""Triples that one document may hold."""
ACCEPT = ", ".join(READ)
"""The media types that a document is asked for in."""
_GIVEN = {"text/plain": "text/turtle"}  # which N-Triples are too


class Asking(Protocol):
    """A query, a change or data to judge: a dataclass with these two fields."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def remote(self) -> tuple[str, ...]:
        """The addresses that may be asked, as in :mod:`graph.remote.allowed`."""

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """What some of them answered."""


def triples(asking: Asking, iri: str, *, silent: bool = False) -> list[Triple]:
    """The triples of a document elsewhere; none where a ``silent`` one failed.

    Raises :class:`RemoteRefusedError` where it is not listed, :class:`RemoteNeededError` where it
    has still to be fetched, :class:`RemoteFailedError` where it cannot be used.
    """
    try:
        document = Document(*_fetched(asking, iri, silent=silent))
        if document.media_type not in READ:
            raise RemoteFailedError(f"{iri}: answers with {document.media_type}, not with triples")
        found = [each.triple for each in islice(read(document, iri, asking), TRIPLES + 1)]
        if len(found) > TRIPLES:
            raise RemoteFailedError(
                f"{iri}: holds more than the {TRIPLES:,} triples that are taken"
            )
    except DataSyntaxError as error:
        if not silent:
            raise RemoteFailedError(f"{iri}: {error}") from error
    except (RemoteFailedError, RemoteRefusedError):
        if not silent:
            raise
    else:
        return found
    return []


def read(document: Document, base: str, asking: Asking, *, named: bool = False) -> Iterator[Quad]:
    """As :func:`graph.rdf.document.quads`, with the JSON-LD contexts that are listed."""
    if asking.remote and READ_NAMED[document.media_type] == RdfFormat.JSON_LD:
        document = with_contexts(document, base, lambda address: _fetched(asking, address)[1])
    return quads(document, base, named=named)


def _fetched(asking: Asking, iri: str, *, silent: bool = False) -> tuple[str, bytes]:
    address = iri.partition("#")[0]
    if not listed(address, asking.remote):
        raise RemoteRefusedError(f"{iri}: not among the addresses that may be fetched")
    for each in asking.fetched:
        if (each.address, each.text) == (address, ""):
            if each.body is None:
                raise RemoteFailedError(f"{iri}: gave no answer")
            return _GIVEN.get(each.media_type, each.media_type), each.body
    raise RemoteNeededError(address, silent=silent)
