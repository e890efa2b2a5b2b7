"""The service itself: its manifest, batches of queries, data extension and previews."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request

from graph.errors import RequestError, UnprocessableError
from graph.reconcile.match import Candidate
from graph.version import TOOL
from server.current import config, release
from server.language import language
from server.links import absolute
from server.parameters import FORM, Parameters, form_parameters, url_parameters
from server.reconcile.entities import SPACE, TYPES, matcher
from server.reconcile.properties import extended, values
from server.respond import POLICY
from server.things import require, thing

PLACE = "/reconcile"
MOST = 2000
"""Queries of one batch."""
CANDIDATES = 5
MOST_CANDIDATES = 100
PREVIEW = (400, 200)
"""Width and height of a preview in pixels."""
_QUERY = {"query", "type", "limit", "properties", "type_strict"}


def service() -> Response:
    """The manifest, or the answer to a batch of queries or to a data extension."""
    parameters = url_parameters()
    if request.method == "POST" and request.mimetype == FORM:
        parameters += form_parameters(config().max_body)
    if "queries" in parameters:
        return answer(_batch(_object(parameters, "queries")))
    if "extend" in parameters:
        return answer(extended(_object(parameters, "extend")))
    return answer(manifest())


def preview() -> Response:
    """A thing in a few lines, to be shown within another page."""
    kind, _, key = (url_parameters().one("id") or "").partition("/")
    iri = thing(kind, key)
    require(iri)
    found = matcher(release()).entities.get(f"{kind}/{key}")
    page = render_template(
        "preview.html", id=f"{kind}/{key}", entity=found, place=absolute(f"/page/{kind}/{key}")
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    framed = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = framed
    response.headers["Content-Language"] = language()
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def manifest() -> dict[str, Any]:
    """What the service can do, as section 4 of the specification asks for it."""
    here = absolute("")
    suggest = {
        kind: {"service_url": here, "service_path": f"{PLACE}/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    return {
        "versions": ["0.2"],
        "name": "Lianghui",
        "identifierSpace": SPACE,
        "schemaSpace": SPACE,
        "documentation": absolute("/openapi.json"),
        "serviceVersion": TOOL,
        "defaultTypes": [type_(iri) for iri in TYPES],
        "view": {"url": absolute("/page/") + "{{id}}"},
        "preview": {
            "url": absolute(f"{PLACE}/preview") + "?id={{id}}",
            "width": PREVIEW[0],
            "height": PREVIEW[1],
        },
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": f"{PLACE}/properties"},
            "property_settings": [
                {
                    "type": "number",
                    "name": "limit",
                    "label": "Limit",
                    "default": 0,
                    "help_text": "The most values of a cell; 0 for all.",
                }
            ],
        },
    }


def type_(iri: str) -> dict[str, str]:
    """A type as the specification writes it, its names in both languages."""
    return {"id": iri, "name": " · ".join(TYPES[iri])}


def answer(content: Mapping[str, Any]) -> Response:
    """A JSON document in UTF-8."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(body, content_type="application/json")


def _object(parameters: Parameters, name: str) -> dict[str, Any]:
    try:
        found = json.loads(parameters.one(name) or "")
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{name} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise RequestError(f"{name} is a JSON object, by the specification")
    return found


def _batch(queries: dict[str, Any]) -> dict[str, Any]:
    if len(queries) > MOST:
        raise UnprocessableError(f"{len(queries)} queries at once; send at most {MOST}")
    return {key: {"result": _result(key, query)} for key, query in queries.items()}


def _result(key: str, query: Any) -> list[dict[str, Any]]:
    if not isinstance(query, dict):
        raise UnprocessableError(f'{key}: a query is a JSON object, such as {{"query": "…"}}')
    if query.keys() - _QUERY:
        raise UnprocessableError(f"{key}: a query has {', '.join(sorted(_QUERY))} and no other key")
    name, wanted = query.get("query", ""), query.get("properties") or []
    if not isinstance(name, str) or not isinstance(wanted, list) or not (name or wanted):
        raise UnprocessableError(f"{key}: a query has a text, or a list of properties")
    limit = _limit(key, query.get("limit"))
    types = _types(key, query)
    if types is None:  # none of the types that were asked for is known here
        return []
    if not name:
        name = str(_values(wanted[0])[0]) if _values(wanted[0]) else ""
    found = matcher(release()).candidates(name, types, MOST_CANDIDATES)
    return [_candidate(each) for each in _weighed(found, wanted)[:limit]]


def _limit(key: str, given: Any) -> int:
    if given is None:
        return CANDIDATES
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise UnprocessableError(f"{key}: limit is a number")
    if given < 1:
        raise UnprocessableError(f"{key}: limit is {given}; ask for 1 candidate or more")
    return min(int(given), MOST_CANDIDATES)


def _types(key: str, query: Mapping[str, Any]) -> list[str] | None:
    """The types asked for; a type may be given by its IRI or by its name below the ontology."""
    given = query.get("type") or []
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise UnprocessableError(f"{key}: type is an identifier or a list of them")
    known = [iri for iri in TYPES if iri in listed or iri.partition("#")[2] in listed]
    return known if known or not listed or query.get("type_strict") == "should" else None


def _weighed(found: list[Candidate], wanted: list[Any]) -> list[Candidate]:
    """The candidates by their names and, a fifth of the score, by the properties that fit."""
    if not wanted or not found:
        return found
    fits = values([each.entity.id for each in found], [_pid(each) for each in wanted])
    weighed = []
    for each in found:
        hits = [
            bool({str(v).casefold() for v in _values(one)} & fits[each.entity.id, _pid(one)])
            for one in wanted
        ]
        score = round(each.score * 0.8 + 20 * sum(hits) / len(hits), 1)
        weighed.append(Candidate(each.entity, score, each.match and all(hits)))
    return sorted(weighed, key=lambda each: (-each.score, each.entity.id))


def _pid(wanted: Any) -> str:
    return str(wanted.get("pid", "")) if isinstance(wanted, dict) else ""


def _values(wanted: Any) -> list[Any]:
    """The values of a property in a query: texts, numbers, or things by their identifier."""
    given = wanted.get("v", []) if isinstance(wanted, dict) else []
    listed = given if isinstance(given, list) else [given]
    return [each.get("id", "") if isinstance(each, dict) else each for each in listed]


def _candidate(each: Candidate) -> dict[str, Any]:
    entity = each.entity
    return {
        "id": entity.id,
        "name": entity.label,
        "description": entity.description,
        "type": [type_(entity.type)],
        "score": each.score,
        "match": each.match,
    }
