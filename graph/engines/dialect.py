"""What the engines have of their own: how each is told, and where a mark hides from queries.

The mark tells which release an engine holds. It must not show in an answer, so it is where the
union of the named graphs does not reach, which is elsewhere in each engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import EngineUnknownError

MARKS = "urn:lianghui:mark"
"""The IRI that marks are kept under, or that their own IRIs begin with."""
_ARQ_DEFAULT = "urn:x-arq:DefaultGraph"


@dataclass(frozen=True)
class Dialect:
    """An engine's name, a query that gives its marks as ``?mark``, an update that sets one.

    ``mark`` has ``{mark}`` to fill in, ``insert`` adds ``{data}``, of which one update takes
    ``batch`` triples well. ``prologue`` stands before every query, ``union`` is among its
    parameters. ``hidden`` are the graphs that the engine has by itself. With ``named_marks`` a
    mark is a graph's name. What has ``distrusted`` in it the engine is seen to get wrong.
    """

    name: str
    read: str
    mark: str
    prologue: str = ""
    union: tuple[tuple[str, str], ...] = ()
    insert: str = "INSERT DATA { {data} }"
    batch: int = 20_000
    hidden: tuple[str, ...] = ()
    named_marks: bool = False
    distrusted: re.Pattern[str] | None = None


OXIGRAPH = Dialect(
    name="Oxigraph",
    # Its union has the unnamed graph too, so the mark is an empty graph's name.
    read=f'SELECT ?mark {{ GRAPH ?mark {{}} FILTER(STRSTARTS(STR(?mark), "{MARKS}:")) }}',
    mark="CREATE GRAPH <{mark}>",
    union=(("union-default-graph", "true"),),
    named_marks=True,
)
FUSEKI = Dialect(
    name="Fuseki",
    read=f"SELECT ?mark {{ GRAPH <{_ARQ_DEFAULT}> {{ <{MARKS}> <{MARKS}> ?mark }} }}",
    mark=(
        f"DELETE WHERE {{ GRAPH <{_ARQ_DEFAULT}> {{ <{MARKS}> <{MARKS}> ?old }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{_ARQ_DEFAULT}> {{ <{MARKS}> <{MARKS}> <{{mark}}> }} }}"
    ),
    # It leaves out what has an IRI made by a query that breaks the grammar, with a warning.
    distrusted=re.compile(r"\b[IU]RI\s*\(", re.I),
)
_VIRTUOSO_OWN = (
    MARKS,
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/ldp#",
    "http://localhost:8890/sparql",
    "http://localhost:8890/DAV/",
    "http://localuriqaserver/sparql",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)
VIRTUOSO = Dialect(
    name="Virtuoso",
    read=f"SELECT ?mark {{ GRAPH <{MARKS}> {{ <{MARKS}> <{MARKS}> ?mark }} }}",
    mark=(
        f"DELETE WHERE {{ GRAPH <{MARKS}> {{ <{MARKS}> <{MARKS}> ?old }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{MARKS}> {{ <{MARKS}> <{MARKS}> <{{mark}}> }} }}"
    ),
    prologue="".join(
        f"define input:default-graph-exclude <{iri}>\ndefine input:named-graph-exclude <{iri}>\n"
        for iri in _VIRTUOSO_OWN
    ),
    insert="INSERT { {data} } WHERE { }",  # its INSERT DATA takes no blank nodes
    batch=500,
    hidden=_VIRTUOSO_OWN,
    # Seen to be lost: labels in OPTIONAL, years in IF, solutions of a path of any length, what
    # MINUS or EXISTS should leave, and, because of the prologue, all of a graph that is named.
    distrusted=re.compile(
        r"\b(?:OPTIONAL|IF|MINUS|EXISTS)\b|\bGRAPH\b(?!\s*[?$])|[\w:>)][*+](?=[\s)])", re.I
    ),
)
DIALECTS = (OXIGRAPH, FUSEKI, VIRTUOSO)


def dialect(headers: Mapping[str, str]) -> Dialect:
    """The dialect of the engine whose answer has these headers, names in lower case.

    Raises EngineUnknownError for an engine that is not known.
    """
    server = headers.get("server", "")
    for each in DIALECTS:
        if each.name.lower() in server.lower():
            return each
    if "fuseki-request-id" in headers:  # Fuseki 5 does not name itself
        return FUSEKI
    known = ", ".join(each.name for each in DIALECTS)
    raise EngineUnknownError(
        f"an engine that calls itself {server or 'nothing'!r}: only {known} are known; a proxy"
        " before one of these must let its headers (Server, Fuseki-Request-Id) through"
    )
