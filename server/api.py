"""The saved questions over HTTP: which there are, and each one's answer."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, json, request

from graph.questions import bound
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from graph.sparql.tokens import outline
from queries import Parameter, Question, load, paged
from server.api_hints import hints
from server.api_request import Asked, formats, known, options, read
from server.api_rows import PLAIN_JSON, Table, add_labels, table, written
from server.current import release, things
from server.execute import execute
from server.formats import JSON
from server.links import address
from server.parameters import url_parameters
from server.respond import answered, tag, unchanged

QUESTIONS = "/api/v1/queries"
MAX_TRIPLES = 100_000
"""Triples of one answer."""

blueprint = Blueprint("api", __name__)


@blueprint.get(QUESTIONS)
@blueprint.get(f"{QUESTIONS}.json")
def questions() -> Response:
    """Every saved question: what it asks, with what, and where it is answered."""
    known(url_parameters(), (), "the list of questions")
    listed = [described(each) for each in load().values()]
    return document({"release": release().number, "questions": listed})


@blueprint.get(f"{QUESTIONS}/<name>")
def answer(name: str) -> Response:
    """The answer to a question."""
    asked = read(name, url_parameters(), request.headers.get("Accept"))
    query = prepared(asked)
    label = tag(release().number, query, repr(_wanted(asked)), request.path)
    if same := unchanged(label):
        return same
    if asked.question.form != "SELECT":
        return answered(execute(release(), query), label)
    found, given = rows(asked, query)
    body = written(found, asked.media_type, asked.shape, bom=asked.bom)
    media_type = PLAIN_JSON if asked.shape and asked.media_type == JSON else asked.media_type
    cut = found.more and asked.limit is None
    response = answered(
        QueryAnswer(
            media_type, body, len(body), len(found.rows), cut, given.deterministic, given.release
        ),
        label,
    )
    for relation, place in pages(asked, found).items():
        response.headers.add("Link", f'<{place}>; rel="{relation}"')
    return response


def _wanted(asked: Asked) -> list[Any]:
    """All that a request says beside which question it is."""
    return [getattr(asked, each.name) for each in fields(asked) if each.name != "question"]


def prepared(asked: Asked) -> QueryRequest:
    """The query for a request, its values bound and its page cut out.

    One row more than the page is asked for, so that it shows whether there are further ones.
    Raises :class:`graph.errors.ParameterError` for a value that does not fit.
    """
    sparql = bound(things(), asked.question, asked.values)
    if asked.question.form != "SELECT":
        wanted = Formats(asked.media_type, asked.media_type, asked.media_type)
        return QueryRequest(sparql, formats=wanted, max_rows=MAX_TRIPLES)
    if asked.sort:
        sparql = _sorted(sparql, asked.question.columns, asked.sort)
    return QueryRequest(paged(sparql, asked.size + 1, asked.offset), formats=Formats(JSON))


def rows(asked: Asked, query: QueryRequest) -> tuple[Table, QueryAnswer]:
    """The rows of a request's page, labelled where asked for, and the answer they came in."""
    given = execute(release(), query)
    found = table(given.taken(), asked.size)
    if asked.lang:
        add_labels(found, release(), asked.lang)
    if asked.explain and not found.rows:
        found.hints = hints(asked)
    found.next_page = pages(asked, found).get("next", "")
    found.about = {
        "question": asked.question.name,
        "release": given.release or release().number,
        "offset": asked.offset,
    }
    return found, given


def pages(asked: Asked, found: Table) -> dict[str, str]:
    """The addresses of the pages around this one, by their relation to it."""
    return {
        relation: _place(asked.size, offset) for relation, offset in offsets(asked, found).items()
    }


def offsets(asked: Asked, found: Table) -> dict[str, int]:
    """Where the pages around this one begin, by their relation to it."""
    places = {}
    if found.more:
        places["next"] = asked.offset + asked.size
    if asked.offset:
        places["prev"] = max(0, asked.offset - asked.size)
    if places:
        places["first"] = 0
    return places


def _place(size: int, offset: int) -> str:
    given = [pair for pair in url_parameters().pairs if pair[0] not in ("limit", "offset")]
    position = [("limit", str(size)), ("offset", str(offset))]
    return f"{address(request.path)}?{urlencode(given + position)}"


def _sorted(sparql: str, columns: tuple[str, ...], sort: str) -> str:
    """The query with its rows by one column, then by the others from the first on."""
    first = sort.removeprefix("-")
    order = f"DESC(?{first})" if sort.startswith("-") else f"?{first}"
    rest = " ".join(f"?{column}" for column in columns if column != first)
    start = outline(sparql).prologue
    names = " ".join(f"?{column}" for column in columns)
    head, body = sparql[:start], sparql[start:]
    return f"{head}SELECT {names}\nWHERE {{ {{\n{body}}} }}\nORDER BY {order} {rest}\n"


def described(each: Question) -> dict[str, Any]:
    """A question as the list and its page tell it."""
    return {
        "name": each.name,
        "title": each.title,
        "description": each.description,
        "keywords": each.keywords,
        "form": each.form,
        "columns": each.columns,
        "page": each.page,
        "parameters": [_parameter(one) for one in each.parameters],
        "options": options(each),
        "formats": {ending: place(each.name, ending) for ending in formats(each)},
        "href": place(each.name),
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "optional": one.optional,
        "default": one.default,
        "example": one.example,
        "values": place(one.source) if one.source else None,
    }


def place(name: str, ending: str = "") -> str:
    """The address of a question's answer, in the format of an ending."""
    return address(f"{QUESTIONS}/{name}" + (f".{ending}" if ending else ""))


def document(content: dict[str, Any], *parts: str) -> Response:
    """A JSON document of the current release, tagged by its address and by these parts."""
    label = tag(release().number, QueryRequest(""), request.full_path, *parts)
    if same := unchanged(label):
        return same
    body = json.dumps(content, ensure_ascii=False).encode()
    return answered(QueryAnswer(PLAIN_JSON, body, len(body), 1), label)
