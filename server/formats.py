"""Which format to answer in: Accept with its q-values, and the parameters that win over it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.errors import NotAcceptableError, NotFoundError
from graph.sparql.query import Formats
from graph.sparql.serialise import BOOLEANS, GRAPHS, ROWS

JSON, XML, CSV, TSV = ROWS
TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS, N3 = GRAPHS
HTML = "text/html"
PLAIN_JSON = "application/json"

_ROW_ALIASES = {
    "application/json": JSON,
    "text/json": JSON,
    "application/xml": XML,
    "text/xml": XML,
    "text/tsv": TSV,
}
_GRAPH_ALIASES = {
    "application/json": JSON_LD,
    "application/xml": RDF_XML,
    "text/xml": RDF_XML,
    "application/turtle": TURTLE,
    "application/x-turtle": TURTLE,
    "text/plain": N_TRIPLES,
    "text/ntriples": N_TRIPLES,
    "application/x-trig": TRIG,
    "text/x-nquads": N_QUADS,
    "text/nquads": N_QUADS,
    "text/rdf+n3": N3,
    "application/n3": N3,
}
_ROW_NAMES = {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV, "srj": JSON, "srx": XML}
_GRAPH_NAMES = {
    "json": JSON_LD,
    "json-ld": JSON_LD,
    "jsonld": JSON_LD,
    "n-quads": N_QUADS,
    "n-triples": N_TRIPLES,
    "n3": N3,
    "nq": N_QUADS,
    "nquads": N_QUADS,
    "nt": N_TRIPLES,
    "ntriples": N_TRIPLES,
    "rdf": RDF_XML,
    "rdf+xml": RDF_XML,
    "rdf/xml": RDF_XML,
    "rdfxml": RDF_XML,
    "trig": TRIG,
    "ttl": TURTLE,
    "turtle": TURTLE,
    "xml": RDF_XML,
}
EXTENSIONS = {"ttl": TURTLE, "jsonld": JSON_LD, "nt": N_TRIPLES, "rdf": RDF_XML}
"""The endings of a document's address; the first is the default."""

QUAD_EXTENSIONS = EXTENSIONS | {"nq": N_QUADS, "trig": TRIG}
"""The same where what is served has named graphs."""
_HEADERS = 128
"""Accept headers whose meaning is remembered; few clients send one of their own."""
_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\s*")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header, with its quality from 0 to 1 and its place."""

    media_type: str
    quality: float
    place: int

    def specificity(self, offered: str) -> int:
        """How closely it fits what is offered: 3 exactly, 2 by main type, 1 at all, 0 not."""
        if self.media_type == offered:
            return 3
        if self.media_type == offered.split("/")[0] + "/*":
            return 2
        return 1 if self.media_type == "*/*" else 0


def parse_accept(header: str | None) -> list[Range]:
    """The media ranges of an Accept header; an empty or unreadable one accepts everything."""
    found = []
    for place, part in enumerate((header or "").split(",")):
        match = _RANGE.fullmatch(part)
        if match:
            quality = _QUALITY.search(match[2])
            found.append(Range(match[1].lower(), float(quality[1]) if quality else 1.0, place))
    return found or [Range("*/*", 1.0, 0)]


def negotiate(
    header: str | None, offered: Sequence[str], aliases: Mapping[str, str] | None = None
) -> str | None:
    """The offered media type that the header likes best, by RFC 9110 section 12.5.1.

    Among equals one that is named wins over one that a wildcard covers, then the header's order,
    then ours. None when nothing fits. No alias stands for a type that the header refuses by name.
    """
    ranges = parse_accept(header)
    names = {each: each for each in offered}
    refused = {each.media_type for each in ranges if not each.quality}
    names |= {name: to for name, to in (aliases or {}).items() if to in names.keys() - refused}
    best: tuple[float, bool, int, int] | None = None
    choice = None
    for rank, (name, media_type) in enumerate(names.items()):
        match = max(ranges, key=lambda each: (each.specificity(name), each.quality))
        exact = match.specificity(name) == 3
        if not match.specificity(name) or not match.quality or (name != media_type and not exact):
            continue
        score = (match.quality, exact, -match.place if exact else 0, -rank)
        if best is None or score > best:
            best, choice = score, media_type
    return choice


def named(
    values: Sequence[str], names: Mapping[str, str], aliases: Mapping[str, str]
) -> str | None:
    """The first value that names one of the formats, by name or media type."""
    for value in values:
        key = value.strip().lower()
        # A + that was not percent-encoded arrives as a space.
        for each in (key, key.replace(" ", "+"), key.split(";")[0].strip()):
            if each in names.values():
                return each
            if found := names.get(each) or aliases.get(each):
                return found
    return None


@lru_cache(_HEADERS)
def choose(accept: str | None, values: tuple[str, ...]) -> Formats:
    """The formats to answer a query in, from Accept and from what ``format`` and its kin say."""
    row = named(values, _ROW_NAMES, _ROW_ALIASES)
    graph = named(values, _GRAPH_NAMES, _GRAPH_ALIASES)
    rest = f"{accept or ''}, */*;q=0.001" if row or graph else accept
    boolean = negotiate(rest, BOOLEANS, _ROW_ALIASES)
    if row:
        boolean = row if row in BOOLEANS else None
    return Formats(
        rows=row or negotiate(rest, tuple(ROWS), _ROW_ALIASES),
        boolean=boolean,
        graph=graph or negotiate(rest, tuple(GRAPHS), _GRAPH_ALIASES),
    )


def choose_report(accept: str | None, values: Sequence[str]) -> str | None:
    """The format of a validation report: RDF, or plain JSON where Accept asks for that."""
    aliases = {each: to for each, to in _GRAPH_ALIASES.items() if each != PLAIN_JSON}
    chosen = named(values, _GRAPH_NAMES, _GRAPH_ALIASES)
    return chosen or negotiate(accept, (*GRAPHS, PLAIN_JSON), aliases)


@lru_cache(_HEADERS)
def choose_document(accept: str | None, *, html: bool = True) -> str | None:
    """The format of a document about a thing: HTML where ``html`` and it is liked best, or RDF."""
    offered: tuple[str, ...] = (TURTLE, HTML, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS, N3)
    offered = offered if html else tuple(each for each in offered if each != HTML)
    aliases = _GRAPH_ALIASES | ({"application/xhtml+xml": HTML} if html else {})
    return negotiate(accept, offered, aliases)


def content_type(media_type: str) -> str:
    """The Content-Type header for it; what is text says its charset."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def document_type(
    suffix: str | None,
    accept: str | None,
    *,
    html: bool = True,
    endings: Mapping[str, str] = EXTENSIONS,
) -> str:
    """The format of a document: that of its ending, else by Accept.

    Raises NotFoundError for an unknown ending, NotAcceptableError.
    """
    if suffix is not None:
        if suffix not in endings:
            raise NotFoundError(f".{suffix}: there is " + ", ".join(f".{e}" for e in endings))
        return endings[suffix]
    wanted = choose_document(accept, html=html)
    if wanted is None:
        raise NotAcceptableError((HTML, *GRAPHS) if html else tuple(GRAPHS))
    return wanted
