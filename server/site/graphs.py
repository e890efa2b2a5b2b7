"""The named graphs, and the vocabularies term by term."""

from __future__ import annotations

import json

from flask import Response
from pyoxigraph import NamedNode

from graph.errors import NotFoundError
from graph.sparql.query import QueryRequest
from server.current import release
from server.execute import read
from server.formats import EXTENSIONS
from server.labels import Labels, Shown, iris
from server.links import link, short
from server.site.page import page

SUBJECTS = 100
"""Subjects of a graph that its page lists."""

_SUBJECTS = f"""SELECT ?s (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER (isIRI(?s)) }}
  GROUP BY ?s ORDER BY ?s LIMIT {SUBJECTS + 1}"""


def graphs() -> Response:
    """The named graphs with their sizes."""
    held = sorted(release().manifest.graphs.items())
    listed = [(Shown(short(iri), link(iri), title=iri), each.triples) for iri, each in held]
    return page("graphs.html", graphs=listed)


def graph(iri: NamedNode) -> Response:
    """What a named graph speaks of."""
    query = QueryRequest(_SUBJECTS, default_graphs=(iri.value,))
    rows = json.loads(read(release(), query))["results"]["bindings"]
    if iri.value not in release().manifest.graphs:
        raise NotFoundError(f"{iri.value}: no such graph in release {release().number}")
    shown = Labels(release(), iris(rows))
    path = link(iri.value)
    return page(
        "graph.html",
        iri=iri.value,
        subjects=[(shown(row["s"]), int(row["n"]["value"])) for row in rows[:SUBJECTS]],
        more=len(rows) > SUBJECTS,
        documents=[(each, f"{path}.{each}") for each in EXTENSIONS],
    )
