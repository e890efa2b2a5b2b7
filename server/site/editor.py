"""The SPARQL editor, and an answer as a table where nothing of it runs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flask import Response

from graph.sparql.query import Formats, QueryRequest
from ontology.names import PREFIXES
from server.current import config, release
from server.execute import execute
from server.formats import JSON, N_TRIPLES
from server.labels import Labels
from server.site.page import page


def editor(text: str = "") -> Response:
    """The form for a query."""
    return page("query.html", text=text or _example(), answer=None)


def results(query: QueryRequest) -> Response:
    """A query with its answer as a table."""
    query = replace(query, formats=Formats(JSON, JSON, N_TRIPLES), max_rows=config().page_rows)
    answer = execute(release(), query)
    body = answer.body if isinstance(answer.body, bytes) else answer.body.read()
    values: dict[str, Any] = {"text": query.text, "answer": answer}
    if answer.media_type == N_TRIPLES:
        return page("query.html", **values, graph=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return page("query.html", **values, boolean=found["boolean"])
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    shown = Labels(release(), ())
    cells = [[shown(row[name]) if name in row else None for name in names] for row in rows]
    return page("query.html", **values, names=names, rows=cells)


def _example() -> str:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("lh", "skos"))
    return prefixes + (
        "SELECT ?province ?label ?year ?direction {\n"
        "  ?statement lh:ofProvince ?province ; lh:year ?year ; lh:hasDirection ?direction .\n"
        '  ?province skos:prefLabel ?label FILTER (LANG(?label) = "en")\n'
        "} ORDER BY ?province LIMIT 50\n"
    )
