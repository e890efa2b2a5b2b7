"""The page of any thing that has no page of its own kind: all that is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import Response
from pyoxigraph import NamedNode

from graph.errors import NotFoundError
from ontology.names import LH, OA, RDF
from server.current import release
from server.execute import select
from server.formats import EXTENSIONS
from server.labels import Labels, Row, Shown, iris
from server.links import address
from server.site.about_thing import told
from server.site.page import page
from server.things import thing as thing_iri

INCOMING = 100
"""How many of the things that refer to a thing its page lists."""
AROUND = 30
"""Code points of the text that are shown on either side of a quote."""

_INCOMING = f"""SELECT DISTINCT ?s ?p {{ GRAPH ?g {{ ?s ?p ?thing }} }}
  ORDER BY ?p ?s LIMIT {INCOMING + 1}"""
_SPAN = f"""SELECT ?text ?start ?end {{
  ?thing {LH.inText} ?text ; {OA.start} ?start ; {OA.end} ?end }} LIMIT 1"""

Properties = list[tuple[Shown, list[tuple[Shown, Shown]]]]

QUOTING = frozenset({"mention", "passage", "report", "statement", "text"})
"""Kinds of things whose words show only where the text is held."""


def thing(kind: str, key: str) -> Response:
    """Everything that is said of a thing, and what refers to it."""
    iri, current = thing_iri(kind, key), release()
    outgoing = told(current, iri)
    incoming = select(current, _INCOMING, {"thing": iri})
    shown = Labels(current, iris(outgoing + incoming) | {iri.value})
    return page(
        "thing.html",
        iri=iri.value,
        name=shown.name(iri.value),
        properties=_properties(outgoing, shown),
        referring=[(shown(row["s"]), shown(row["p"])) for row in incoming[:INCOMING]],
        more=len(incoming) > INCOMING,
        quote=_quote(iri),
        unquoted=kind in QUOTING,
        documents=[(each, address(f"/data/{kind}/{key}.{each}")) for each in EXTENSIONS],
    )


def _properties(rows: Sequence[Row], shown: Labels) -> Properties:
    """The properties, types first, each with its values and the graph that says so."""
    ordered = sorted(rows, key=lambda row: row["p"]["value"] != RDF.type.value)
    return [
        (shown(group[0]["p"]), [(shown(row["o"]), shown(row["g"])) for row in group])
        for _, each in groupby(ordered, key=lambda row: row["p"]["value"])
        if (group := list(each))
    ]


def _quote(iri: NamedNode) -> tuple[str, str, str] | None:
    """A span's words with what stands around them, where the text is held."""
    for row in select(release(), _SPAN, {"thing": iri}):
        start, end = int(row["start"]["value"]), int(row["end"]["value"])
        try:
            text = release().text(row["text"]["value"].rpartition("/")[2])
        except NotFoundError:
            return None
        return text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    return None
