"""What changed between the reports of two years, over HTTP: as JSON and as two graphs.

Statements of two years are never the same ones, so they are compared by what they say: province,
theme and direction, application scenario. As a page it is the saved question ``year-changes``.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from typing import Any

from flask import Blueprint, Response, json, request
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.errors import NotAcceptableError, ParameterError
from graph.questions import bound, question
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from ontology.names import BASE, PREFIXES
from server.api_request import known, number
from server.api_rows import PLAIN_JSON, plain, table
from server.current import release, things
from server.execute import read
from server.formats import JSON, N_QUADS, N_TRIPLES, TRIG, negotiate
from server.parameters import url_parameters
from server.respond import answered, tag, unchanged

PLACE = "/api/v1/diff/years"
ENDINGS = {"json": PLAIN_JSON, "trig": TRIG, "nq": N_QUADS}
MOST = 10_000
"""Differences that one answer tells at most."""
KINDS = ("added", "changed", "dropped")
_GIVEN = ("from", "to", "province", "theme", "lang", "limit", "format")
_NAMES = {"from": "year", "to": "later", "province": "province", "theme": "theme"}
_RDF = {TRIG: RdfFormat.TRIG, N_QUADS: RdfFormat.N_QUADS}

blueprint = Blueprint("year_changes", __name__)


@blueprint.get(PLACE)
@blueprint.get(f"{PLACE}.<ending>")
def between(ending: str = "") -> Response:
    """The difference of two years for a province, a theme, both, or all there is."""
    given = known(url_parameters(), _GIVEN, "the difference between years")
    media_type = _media_type(ending or given.get("format", ""))
    limit = number("limit", given["limit"], 1, MOST) if given.get("limit") else MOST
    values = {_NAMES[name]: value for name, value in given.items() if name in _NAMES}
    if given.get("lang"):
        values["language"] = given["lang"]
    sparql = bound(things(), question("year-changes"), values)
    label = tag(release().number, QueryRequest(PLACE), sparql, str(limit), media_type)
    if same := unchanged(label):
        return same
    if media_type == PLAIN_JSON:
        return answered(_as_json(sparql, limit, values), label)
    return answered(_as_rdf(values, media_type), label)


def _as_json(sparql: str, limit: int, values: dict[str, str]) -> QueryAnswer:
    found = table(read(release(), QueryRequest(sparql, formats=Formats(JSON))), sys.maxsize)
    counts = Counter(row["change"]["value"] for row in found.rows)
    told: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for row in found.rows[:limit]:
        each = {name: plain(row.get(name)) for name in found.columns}
        told[str(each.pop("change"))].append(each)
    defaults = {one.name: one.default for one in question("year-changes").parameters}
    document = {
        "from": int(values.get("year") or defaults["year"] or 0),
        "to": int(values.get("later") or defaults["later"] or 0),
        "release": release().number,
        "counts": {kind: counts[kind] for kind in KINDS},
        **told,
        "truncated": len(found.rows) > limit,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    rows = min(limit, len(found.rows))
    return QueryAnswer(PLAIN_JSON, body, len(body), rows, len(found.rows) > limit)


def _as_rdf(values: dict[str, str], media_type: str) -> QueryAnswer:
    """Two graphs: the later year's statements that are new, the earlier's that have no like."""
    asked = question("year-changes")
    years = {one.name: values.get(one.name) or one.default or "" for one in asked.parameters}
    before, after = years["year"], years["later"]
    narrowed = {name: value for name, value in values.items() if name in ("province", "theme")}
    quads = [
        *_only("added", before, after, after, before, narrowed),
        *_only("dropped", before, after, before, after, narrowed),
    ]
    out = io.BytesIO()
    prefixes = PREFIXES if media_type == TRIG else None
    serialize(sorted(quads, key=str), out, _RDF[media_type], prefixes=prefixes)
    body = out.getvalue()
    return QueryAnswer(media_type, body, len(body), len(quads))


def _only(
    kind: str, before: str, after: str, year: str, other: str, narrowed: dict[str, str]
) -> list[Quad]:
    asked = question("statements-of-one-year")
    sparql = bound(things(), asked, {"year": year, "other": other, **narrowed})
    triples = read(release(), QueryRequest(sparql, formats=Formats(graph=N_TRIPLES)))
    graph = NamedNode(f"{BASE}diff/years/{before}/{after}/{kind}")
    return [
        Quad(each.subject, each.predicate, each.object, graph)
        for each in parse(triples, format=RdfFormat.N_TRIPLES)
    ]


def _media_type(ending: str) -> str:
    if ending and ending not in ENDINGS:
        raise ParameterError("format", f"{ending!r} is no format", tuple(ENDINGS))
    if ending:
        return ENDINGS[ending]
    found = negotiate(request.headers.get("Accept"), tuple(ENDINGS.values()))
    if found is None:
        raise NotAcceptableError(tuple(ENDINGS.values()))
    return found
