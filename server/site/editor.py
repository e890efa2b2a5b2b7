"""The SPARQL editor, and an answer as a table where nothing of it runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Response

from graph.dataset.counts import contents
from graph.questions import bound, question
from graph.sparql.query import Formats, QueryRequest
from ontology.names import PREFIXES
from queries import load
from server.current import release, things
from server.execute import execute
from server.formats import JSON, N_TRIPLES
from server.labels import Labels
from server.language import language
from server.links import address
from server.respond import POLICY
from server.site.page import page, told

VENDOR = Path(__file__).parents[1] / "static" / "vendor"
"""Where ``make assets`` puts the editor that others made."""

ROWS = 1000
"""Rows that a page shows of an answer."""
STYLE = "'unsafe-hashes' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style attribute that the editor sets, by its digest: no other is let in, here or
elsewhere. A newer editor may need another; the browser test says which."""


def editor(example: str | None = None) -> Response:
    """The editor, or the form that stands for it, with a saved question where one is named.

    Raises :class:`graph.errors.NotFoundError` for a question that there is not.
    """
    return _page(_saved(example) if example else _example(), answer=None, example=example)


def _page(text: str, **values: Any) -> Response:
    lang = language()
    examples = sorted((each.title[lang], name) for name, each in load().items())
    rich = (VENDOR / "yasgui.min.js").is_file()
    settings = _settings() if rich else None
    answer = page("query.html", text=text, examples=examples, settings=settings, **values)
    if rich:
        allowed = POLICY.replace("style-src 'self'", f"style-src 'self' {STYLE}")
        answer.headers["Content-Security-Policy"] = allowed
    return answer


def _saved(name: str) -> str:
    found = question(name)
    values = {each.name: each.default or each.example or "" for each in found.parameters}
    return bound(things(), found, values | {"language": language()})


def _settings() -> dict[str, Any]:
    """What the editor suggests: our prefixes, and the classes and properties of the release."""
    held = contents(release())
    return {
        "endpoint": address("/sparql"),
        "words": {"endpoint": told("Endpoint", "查询端点"), "query": told("Query", "查询")},
        "prefixes": PREFIXES,
        "classes": list(held.total("classes")),
        "properties": list(held.total("properties")),
    }


def results(query: QueryRequest) -> Response:
    """A query with its answer as a table."""
    query = replace(query, formats=Formats(JSON, JSON, N_TRIPLES), max_rows=ROWS)
    answer = execute(release(), query)
    body = answer.taken()
    values: dict[str, Any] = {"text": query.text, "answer": answer}
    if answer.media_type == N_TRIPLES:
        return _page(**values, graph=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return _page(**values, boolean=found["boolean"])
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    shown = Labels(release(), ())
    cells = [[shown(row[name]) if name in row else None for name in names] for row in rows]
    return _page(**values, names=names, rows=cells)


def _example() -> str:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("lh", "skos"))
    return prefixes + (
        "SELECT ?province ?label ?year ?direction {\n"
        "  ?statement lh:ofProvince ?province ; lh:year ?year ; lh:hasDirection ?direction .\n"
        '  ?province skos:prefLabel ?label FILTER (LANG(?label) = "en")\n'
        "} ORDER BY ?province LIMIT 50\n"
    )
