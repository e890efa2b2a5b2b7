"""Search over HTTP: as JSON, and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from markupsafe import escape

from graph.search.find import Found, Hit, search, values
from graph.search.index import FACETS
from ontology.names import BASE
from server import api
from server.api_request import known, number, one_of
from server.current import release
from server.labels import Labels, Shown
from server.language import LANGUAGES, WORDS, language
from server.links import address, link
from server.parameters import url_parameters
from server.site.page import page

PLACE = "/api/v1/search"
PAGE = 20
MOST = 100
"""Hits of one page."""
MAX_OFFSET = 10_000
LONGEST = 500
"""Characters of a query that are looked at."""
SHOWN = 12
"""Values of a facet that the page offers."""
THINGS = ("province", "theme", "direction", "role")
_GIVEN = ("q", *FACETS, "limit", "offset", "lang")

blueprint = Blueprint("search", __name__)


@blueprint.get(PLACE)
@blueprint.get(f"{PLACE}.json")
def results() -> Response:
    """What was found: names and passages, with how many there are by each facet."""
    given = known(url_parameters(), _GIVEN, "search")
    found, limit, offset = _found(given)
    offsets = _offsets(found, limit, offset)
    places = {
        relation: f"{address(request.path)}?{urlencode(given | {'limit': limit, 'offset': at})}"
        for relation, at in offsets.items()
    }
    content = {
        "release": release().number,
        "total": found.total,
        "offset": offset,
        "hits": list(_hits(found.hits)),
        "facets": found.facets,
        "next": places.get("next"),
    }
    response = api.document(content, language())
    for relation, place in places.items():
        response.headers.add("Link", f'<{place}>; rel="{relation}"')
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@blueprint.get("/search")
def form() -> Response:
    """The search page: what was found, and the facets to narrow it by."""
    given = known(url_parameters(), _GIVEN, "search")
    found, limit, offset = _found(given)
    given.pop("offset", None)
    chosen = {name: given[name] for name in FACETS if given.get(name)}
    shown = Labels(release(), _things(found, chosen))
    return page(
        "search.html",
        query=given.get("q", ""),
        found=found,
        hits=[_shown(hit, shown) for hit in found.hits],
        facets=_facets(found, given, shown),
        chosen=[
            (name, _name(name, value, shown), _without(given, name))
            for name, value in chosen.items()
        ],
        hidden=chosen,
        pages={
            relation: "?" + urlencode(given | {"offset": at})
            for relation, at in _offsets(found, limit, offset).items()
        },
    )


def _found(given: dict[str, str]) -> tuple[Found, int, int]:
    place = _place()
    filters = {
        name: one_of(name, given[name], values(place, name)) for name in FACETS if given.get(name)
    }
    if given.get("lang"):
        one_of("lang", given["lang"], LANGUAGES)
    limit = number("limit", given["limit"], 1, MOST) if given.get("limit") else PAGE
    offset = number("offset", given["offset"], 0, MAX_OFFSET) if given.get("offset") else 0
    query = given.get("q", "")[:LONGEST]
    return search(place, query, filters, limit=limit, offset=offset), limit, offset


def _place() -> Path:
    return release().path


def _offsets(found: Found, limit: int, offset: int) -> dict[str, int]:
    offsets = {}
    if offset + limit < found.total:
        offsets["next"] = offset + limit
    if offset:
        offsets |= {"prev": max(0, offset - limit), "first": 0}
    return offsets


def _hits(hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    shown = Labels(release(), [hit.iri for hit in hits if hit.type != "passage"])
    for hit in hits:
        yield {
            "type": hit.type,
            "iri": hit.iri,
            "href": link(hit.iri),
            "label": None if hit.type == "passage" else shown.name(hit.iri),
            "words": hit.words,
            "language": hit.language or None,
            "marks": hit.marks,
            "html": highlighted(hit),
            "facets": hit.facets,
        }


def highlighted(hit: Hit) -> str:
    """The words as HTML, escaped, with what was sought in ``mark`` elements."""
    return "".join(
        f"<mark>{escape(part)}</mark>" if marked else str(escape(part))
        for part, marked in pieces(hit)
    )


def pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The words in pieces, each with whether it was sought."""
    at = 0
    for start, end in hit.marks:
        yield hit.words[at:start], False
        yield hit.words[start:end], True
        at = end
    yield hit.words[at:], False


def _iri(facet: str, value: str) -> str:
    return f"{BASE}id/{facet}/{value}"


def _things(found: Found, chosen: dict[str, str]) -> set[str]:
    """The IRIs whose labels the page shows."""
    of_hits = {hit.iri for hit in found.hits}
    of_facets = {_iri(name, each) for name in THINGS for each in found.facets.get(name, ())}
    return of_hits | of_facets | {_iri(name, each) for name, each in chosen.items()}


def _name(facet: str, value: str, shown: Labels) -> str:
    if facet in THINGS:
        return shown.name(_iri(facet, value))
    return WORDS[language()].get(value, value) if facet == "type" else value


def _shown(hit: Hit, shown: Labels) -> dict[str, Any]:
    about = [
        Shown(_name(name, value, shown), link(_iri(name, value)) if name in THINGS else "")
        for name, values in hit.facets.items()
        for value in values
        if hit.type != name
    ]
    kind = WORDS[language()].get(hit.type, hit.type)
    name = "" if hit.type == "passage" else shown.name(hit.iri)
    return {
        "kind": kind,
        "name": name,
        "href": link(hit.iri),
        "pieces": list(pieces(hit)),
        "about": about,
        "lang": hit.language or ("zh" if hit.type == "passage" else ""),
    }


def _facets(
    found: Found, given: dict[str, str], shown: Labels
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The facets not chosen yet, with their commonest values and where each leads."""
    return [
        (
            name,
            [
                (_name(name, value, shown), count, "?" + urlencode(given | {name: value}))
                for value, count in list(counts.items())[:SHOWN]
            ],
        )
        for name, counts in found.facets.items()
        if counts and not given.get(name)
    ]


def _without(given: dict[str, str], name: str) -> str:
    return "?" + urlencode({key: value for key, value in given.items() if key != name})
