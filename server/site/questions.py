"""The saved questions for people: a catalogue, and a page with a form and a table for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from graph.errors import ParameterError
from graph.questions import CLASSES, bound, question
from ontology.names import SKOS
from queries import Parameter, load
from server import api
from server.api_hints import sentence
from server.api_request import Asked, read
from server.api_rows import Table
from server.current import Release, release, things
from server.execute import read as read_answer
from server.execute import select
from server.formats import N_TRIPLES
from server.labels import Labels, iris
from server.language import LANGUAGES, WORDS, best, language
from server.links import address, short
from server.parameters import Parameters, url_parameters
from server.site.page import page

PLACE = "/page/question"
LISTED = 2000
"""Values that a field suggests."""
_CHOSEN = (*CLASSES, "language")
"""Types of parameters with so few values that they are chosen from a list."""

_MEMBERS = f"SELECT DISTINCT ?thing ?label {{ ?thing a ?class ; {SKOS.prefLabel} ?label }}"

blueprint = Blueprint("questions", __name__)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its values, each with its words, to choose from or as suggestions."""

    name: str
    words: str
    value: str
    choices: tuple[tuple[str, str], ...]
    chosen: bool
    optional: bool


@blueprint.get("/questions")
def catalogue() -> Response:
    """Every saved question, by its first keyword."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    lang = language()
    for each in load().values():
        entry = (address(f"{PLACE}/{each.name}"), each.title[lang], each.description[lang])
        groups.setdefault(each.keywords[0], []).append(entry)
    return page("questions.html", groups=sorted(groups.items()))


@blueprint.get(f"{PLACE}/<name>")
def asked(name: str) -> Response:
    """A question's form and, below it, the answer for what the form says."""
    each, given = question(name), _given()
    try:
        wanted = _read(name, given)
        answer = _answer(wanted)
        status, problem = 200, None
    except ParameterError as error:
        answer, status, problem = {}, 422, error
    response = page(
        "question.html",
        question=each,
        title=each.title[language()],
        description=each.description[language()],
        fields=[_field(one, given) for one in each.parameters],
        problem=problem,
        downloads=_downloads(name, given),
        **answer,
    )
    response.status_code = status
    return response


def _given() -> dict[str, str]:
    """What the form says; ``lang`` is the page's, not the question's."""
    found = url_parameters()
    return {key: found.one(key) or "" for key, _ in found.pairs if key != "lang"}


def _read(name: str, given: Mapping[str, str]) -> Asked:
    found = question(name)
    asked = read(name, Parameters(list(given.items())), None)
    values = dict(asked.values)
    if any(one.name == "language" for one in found.parameters) and not values.get("language"):
        values["language"] = language()
    limit = asked.limit or found.page if found.form == "SELECT" else None
    return replace(asked, values=values, limit=limit)


def _answer(asked: Asked) -> dict[str, Any]:
    """What the page shows of the answer: a table, or the triples."""
    current = release()
    sparql = bound(current.store, asked.question, asked.values)
    known = {"sparql": sparql, "editor": _editor(sparql)}
    if asked.question.form != "SELECT":
        query = api.prepared(replace(asked, media_type=N_TRIPLES))
        return known | {"graph": read_answer(current, query).decode()}
    asked = replace(asked, explain=True)
    found, _ = api.rows(asked, api.prepared(asked))
    words = WORDS[language()]
    told = [sentence(each, words) for each in found.hints or ()]
    return known | _table(asked, found, current) | {"hints": told}


def _table(asked: Asked, found: Table, current: Release) -> dict[str, Any]:
    """The rows as the page shows them; a label's column goes where the thing is a link itself."""
    things = {column for column in found.columns if iris(found.rows, column)}
    names = [each for each in found.columns if each.removesuffix("Label") not in things - {each}]
    shown = Labels(current, iris(found.rows))
    cells = [[shown(row[name]) if name in row else None for name in names] for row in found.rows]
    pages = {relation: _page(offset) for relation, offset in api.offsets(asked, found).items()}
    first = asked.offset + 1 if cells else 0
    return {
        "names": names,
        "rows": cells,
        "span": (first, asked.offset + len(cells)),
        "pages": pages,
    }


def _page(offset: int) -> str:
    return "?" + urlencode({**request.args.to_dict(), "offset": offset})


def _editor(sparql: str) -> str:
    return f"{address('/sparql')}?{urlencode({'query': sparql, 'format': 'html'})}"


def _downloads(name: str, given: Mapping[str, str]) -> list[tuple[str, str]]:
    own = {one.name for one in question(name).parameters}
    values = {key: value for key, value in given.items() if key in own and value}
    places = api.described(question(name))["formats"]
    for_excel = {"bom": "1", "lang": language()}
    queries = {each: values | (for_excel if each == "csv" else {}) for each in places}
    return [(each, f"{place}?{urlencode(queries[each])}") for each, place in places.items()]


def _field(one: Parameter, given: Mapping[str, str]) -> Field:
    value = given.get(one.name) or one.default or ""
    if one.type == "language" and one.name not in given:
        value = language()
    choices = _choices(one)
    if one.type in _CHOSEN and value and value not in dict(choices):
        choices = [(value, value), *choices]
    words = WORDS[language()].get(f"parameter_{one.name}", one.name)
    return Field(one.name, words, value, tuple(choices), one.type in _CHOSEN, one.optional)


def _choices(one: Parameter) -> list[tuple[str, str]]:
    """The values that a parameter can have, each with its words."""
    if one.type == "language":
        return [(each, WORDS[each]["itself"]) for each in LANGUAGES]
    if one.type in CLASSES:
        rows = select(release(), _MEMBERS, {"class": CLASSES[one.type]})
        labels: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            labels.setdefault(row["thing"]["value"], []).append(row["label"])
        return [
            (each.rsplit("/", 1)[1], best(found, language()) or "")
            for each, found in sorted(labels.items())
        ]
    if not one.source:
        return []
    source = load()[one.source]
    values = {each.name: each.default or "" for each in source.parameters}
    rows = select(release(), bound(things(), source, values))[:LISTED]
    terms = [row[source.columns[0]] for row in rows if source.columns[0] in row]
    return [(key, "") for key in dict.fromkeys(_key(term) for term in terms)]


def _key(term: Mapping[str, Any]) -> str:
    return short(term["value"]) if term["type"] == "uri" else str(term["value"])
