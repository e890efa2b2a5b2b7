"""Writes results in every format, the rows in Rust and the graphs with our prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, Any, Protocol

from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from graph.errors import NotAcceptableError
from graph.sparql.json_ld import json_ld
from ontology.names import PREFIXES

ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "text/n3": RdfFormat.N3,
}
BOOLEANS = ("application/sparql-results+json", "application/sparql-results+xml")
_PREFIXED = {"text/turtle", "application/trig", "text/n3"}
SMALL = 1 << 13
"""Bytes that hold the header of any file written here."""
_UNWRITABLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_BEGUN = re.compile(rb"\xef\xbf?\Z")
"""The beginning of what may be one of them, whose end is still to come."""
_LOCAL_NAME = re.compile(r"[^\W\d][\w.\-]*$")
_BOUNDARY = re.compile(rb'\}\},\{"[^"\\]*":\{"type":"')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


class Out(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """Takes more."""


class XmlOut:
    """Passes XML on with carriage returns kept and what XML cannot hold marked as lost."""

    def __init__(self, out: Out) -> None:
        self._out, self._begun = out, b""

    def write(self, data: bytes) -> int:
        """A parser would read a bare carriage return as a newline."""
        whole = self._begun + bytes(data)
        begun = _BEGUN.search(whole)
        self._begun = begun.group() if begun else b""
        ready = whole[: begun.start()] if begun else whole
        mended = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}".encode(), ready)
        self._out.write(mended.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def write_rows(solutions: QuerySolutions, media_type: str, out: Out) -> None:
    """Writes the solutions without making Python objects of them."""
    target: Any = XmlOut(out) if media_type.endswith("xml") else out
    solutions.serialize(target, format=ROWS[media_type])


def count_rows(media_type: str, data: Any) -> int:
    """How many rows a serialised result has; ``data`` is bytes or a memory map of them."""
    if media_type == "application/sparql-results+xml":
        return sum(1 for _ in re.finditer(rb"<result>", data))
    if media_type == "application/sparql-results+json":
        return _count_json(data)
    if media_type == "text/csv":
        data = re.sub(rb'"(?:[^"]|"")*"', b"", data)
    return sum(1 for _ in re.finditer(rb"\n", data)) - 1


def _count_json(data: Any) -> int:
    if data[-15:].endswith(b'"bindings":[]}}'):
        return 0
    if data.find(b"{}") >= 0:
        return _STRING.sub(b"", data).count(b"},{") + 1
    if isinstance(data, bytes):
        # In a string this ends it, and no variable's name begins with what then follows.
        ended = data.count(b'}},{"}') + data.count(b'}},{",')
        return data.count(b'}},{"') - ended + 1
    return sum(1 for _ in _BOUNDARY.finditer(data)) + 1


def write_triples(
    triples: Iterable[Triple], media_type: str, out: Out, limit: int | None = None
) -> tuple[int, bool]:
    """Writes a set of triples; gives how many there were and whether ``limit`` cut them.

    Raises :class:`NotAcceptableError` for RDF/XML where a predicate has no local name.
    """
    distinct = _Distinct(triples, limit)
    if media_type == "application/ld+json":
        out.write(json_ld(distinct).encode())
        return len(distinct.seen), distinct.cut
    write_streamed(distinct, media_type, out)
    return len(distinct.seen), distinct.cut


def write_streamed(triples: Iterable[Triple], media_type: str, out: Out) -> None:
    """Writes triples as they come and holds none of them; JSON-LD then has whole IRIs.

    Raises :class:`NotAcceptableError` as :func:`write_triples`.
    """
    checked = _nameable(triples) if media_type == "application/rdf+xml" else triples
    target: Any = XmlOut(out) if media_type.endswith("xml") else out
    prefixes = PREFIXES if media_type in _PREFIXED or media_type.endswith("xml") else None
    serialize(checked, target, GRAPHS[media_type], prefixes=prefixes)


class _Distinct:
    """Triples without repetition, up to a limit."""

    def __init__(self, triples: Iterable[Triple], limit: int | None) -> None:
        self._triples, self._limit = triples, limit
        self.seen: set[Triple] = set()
        self.cut = False

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            if triple in self.seen:
                continue
            if len(self.seen) == self._limit:
                self.cut = True
                return
            self.seen.add(triple)
            yield triple


def _nameable(triples: Iterable[Triple]) -> Iterator[Triple]:
    known: set[str] = set()
    for triple in triples:
        iri = triple.predicate.value
        if iri not in known:
            if not _LOCAL_NAME.search(iri):
                raise NotAcceptableError([each for each in GRAPHS if not each.endswith("xml")])
            known.add(iri)
        yield triple


def tidy(media_type: str, data: bytes) -> bytes:
    """The graph with its prefixes sorted, those that it does not use left out."""
    if media_type == "application/rdf+xml":
        return _tidy_xml(data)
    head, body = _header(data)
    if media_type not in _PREFIXED or not head:
        return data
    used = [line for line in sorted(head) if line.split(b" ", 2)[1] in body]
    return b"\n".join([*used, b"", body] if used else [body])


def _header(data: bytes) -> tuple[list[bytes], bytes]:
    *head, body = data.split(b"\n", len(PREFIXES))
    return (head, body) if all(line.startswith(b"@prefix ") for line in head) else ([], data)


def _tidy_xml(data: bytes, *, keep: bool = False) -> bytes:
    first, root, body = data.split(b"\n", 2)
    name, *attributes = root.removesuffix(b">").split(b" ")
    used = [
        each
        for each in sorted(attributes)
        if keep or each.startswith(b"xmlns:rdf=") or b"<" + each[6:].split(b"=")[0] + b":" in body
    ]
    return b"\n".join([first, b" ".join([name, *used]) + b">", body])


def sort_header(media_type: str, out: IO[bytes]) -> None:
    """Sorts the prefixes at the head of a large file in place; the engine's order is random."""
    out.seek(0)
    start = out.read(SMALL)
    if media_type in _PREFIXED:
        head, body = _header(start)
        start = b"\n".join([*sorted(head), body])
    elif media_type == "application/rdf+xml":
        start = _tidy_xml(start, keep=True)
    out.seek(0)
    out.write(start)


def tidied(media_type: str, body: bytes | IO[bytes], length: int) -> tuple[bytes | IO[bytes], int]:
    """A graph that was written, bytes or a large file, with its prefixes in order; its length."""
    if isinstance(body, bytes):
        body = tidy(media_type, body)
        return body, len(body)
    sort_header(media_type, body)
    body.seek(0)
    return body, length
