"""One RDF document read: its quads, or where it breaks the rules of its format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, parse

from graph.errors import DataSyntaxError, RemoteRefusedError

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
READ_NAMED = {
    "text/turtle": RdfFormat.TURTLE,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    **READ,
}
"""The media types that graphs with their names can be sent in, and those for one without."""
_PLACE = re.compile(r"Parser error .*? columns? \d+(?: and \d+)?: ", re.DOTALL)
_REMOTE = "LoadDocumentCallback"


@dataclass(frozen=True, slots=True)
class Document:
    """RDF that was sent: the bytes, or the file that holds them."""

    media_type: str
    data: bytes | Path


def quads(document: Document, base: str, *, named: bool = False) -> Iterator[Quad]:
    """The quads of a document, blank nodes under fresh names; ``named`` graphs only where said.

    Raises :class:`DataSyntaxError`, and :class:`RemoteRefusedError` for a JSON-LD context that
    stands elsewhere: none is fetched.
    """
    data = document.data
    source = {"input": data} if isinstance(data, bytes) else {"path": data}
    try:
        yield from parse(
            **source,
            format=READ_NAMED[document.media_type],
            base_iri=base,
            without_named_graphs=not named,
            rename_blank_nodes=True,
        )
    except (SyntaxError, ValueError) as error:
        raise _explained(document, error) from error


def _explained(document: Document, error: SyntaxError | ValueError) -> Exception:
    if _REMOTE in str(error):
        return RemoteRefusedError(
            "@context: none is fetched from elsewhere; put the context itself into the document"
        )
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    if line is None and READ_NAMED[document.media_type] == RdfFormat.RDF_XML:
        line, column = _broken_at(document)
    problem = _PLACE.sub("", str(getattr(error, "msg", error)), count=1)
    return DataSyntaxError(document.media_type, problem, line, column)


def _broken_at(document: Document) -> tuple[int | None, int | None]:
    """Where XML is not well formed, which the engine's reader does not tell."""
    data = document.data
    with suppress(OSError, ValueError, LookupError), _opened(data) as file:
        try:
            expat.ParserCreate().ParseFile(file)
        except expat.ExpatError as error:
            return error.lineno, error.offset + 1
    return None, None


def _opened(data: bytes | Path) -> IO[bytes]:
    return BytesIO(data) if isinstance(data, bytes) else data.open("rb")
