"""The API described by OpenAPI 3.1, from the headers of the saved questions."""

from __future__ import annotations

from typing import Any

from flask import Response
from pyoxigraph import NamedNode, Store

from graph.errors import NotFoundError
from graph.networks.catalogue import NETWORKS
from graph.questions import CLASSES
from graph.search.find import values
from graph.search.index import FACETS
from ontology.names import LH, RDF
from queries import Parameter, Question, load
from server import api, networks, passages, replicas, search
from server.api_request import MAX_OFFSET, MAX_ROWS, SHAPES, formats, known, options
from server.api_rows import PLAIN_JSON
from server.changes import releases as changes
from server.changes import years
from server.current import config, release
from server.formats import JSON
from server.language import LANGUAGES
from server.openapi_parts import changes as of_changes
from server.openapi_parts import networks as of_networks
from server.openapi_parts import questions as of_questions
from server.openapi_parts import replicas as of_replicas
from server.openapi_parts.common import (
    HEADERS,
    RESPONSES,
    SCHEMAS,
    Schema,
    parameter,
    responses,
)
from server.openapi_parts.passages import passage as of_passage
from server.openapi_parts.searching import search as of_search
from server.parameters import url_parameters
from server.pictures import openapi as pictures

VERSION = "1.0.0"
"""Of the API: its first number is that in the addresses."""
MOST = 10**18 - 1
"""The largest whole number that a parameter takes."""
_KEY = "^[a-z-]+(/[A-Za-z0-9-]+)+$"
_FLAG: Schema = {"type": "integer", "enum": [0, 1], "default": 0}


def openapi() -> Response:
    """The description of the API, its lists of values those of this release."""
    known(url_parameters(), (), "the description of the API")
    return api.document(description(release().store))


def description(store: Store) -> dict[str, Any]:
    """The API as OpenAPI 3.1 tells it; themes, directions and provinces are the store's."""
    keys = {kind: _keys(store, kind) for kind in CLASSES}
    questions = {
        f"{api.QUESTIONS}/{each.name}": {"get": _operation(each, keys)} for each in load().values()
    }
    exported = {
        name: of_networks.operation(
            each, [_parameter(one, keys) for one in each.question.parameters]
        )
        for name, each in NETWORKS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lianghui",
            "version": VERSION,
            "summary": "What China's provinces promise in their government work reports.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": config().public_base.rstrip("/") or "/"}],
        "paths": {
            api.QUESTIONS: {"get": of_questions.listing()},
            **questions,
            networks.PLACE: {"get": of_networks.listing()},
            **{f"{networks.PLACE}/{name}": {"get": each} for name, each in exported.items()},
            search.PLACE: {"get": of_search(_facets())},
            **{f"{passages.PLACE}/{{key}}": {"get": of_passage(key)} for key in _passage(store)},
            changes.PLACE: {"get": of_changes.diff(changes.numbers())},
            years.PLACE: {"get": of_changes.year_diff(keys["province"], keys["theme"])},
            **of_replicas.paths(replicas.PLACE, changes.numbers()),
            **pictures.paths(lambda one: _parameter(one, keys)),
            **{
                f"{pictures.PLACE}/network/{name}.svg": {"get": pictures.of_network(each, name)}
                for name, each in exported.items()
            },
        },
        "components": {"schemas": SCHEMAS, "responses": RESPONSES, "headers": HEADERS},
    }


def _passage(store: Store) -> list[str]:
    """The key of a passage that something rests on, where there is one."""
    found = next(store.quads_for_pattern(None, LH.evidence, None), None)
    return [str(found.object).rstrip(">").rpartition("/")[2]] if found else []


def _facets() -> dict[str, list[str]]:
    """The values of each facet of search, none where the release has no index."""
    try:
        return {name: values(release().path, name) for name in FACETS}
    except NotFoundError:
        return {}


def _operation(each: Question, keys: dict[str, list[str]]) -> Schema:
    return {
        "operationId": each.name,
        "summary": each.title["en"],
        "description": f"{each.description['en']}\n\n{each.title['zh']}{each.description['zh']}",
        "tags": list(each.keywords),
        "parameters": [
            *(_parameter(one, keys) for one in each.parameters),
            *(_option(name, each) for name in options(each)),
        ],
        "responses": responses(_content(each), "406", "504"),
    }


def _parameter(one: Parameter, keys: dict[str, list[str]]) -> Schema:
    schema, whole = _schema(one, keys), one.type == "integer"
    here = schema.get("enum", [one.default, one.example])
    if one.default is not None and one.default in here:
        schema["default"] = int(one.default) if whole else one.default
    example: int | str = one.example if one.example in here else here[0]
    source = f"; {api.place(one.source)} lists them" if one.source else ""
    words = f"{_WORDS[one.type]}{source}."
    return parameter(one.name, schema, words, int(example) if whole else example)


_WORDS = {
    "province": "A province's GB/T 2260 code; its IRI and its names in any language do as well",
    "year": "A year of four digits",
    "theme": "A theme's key; its IRI and its names in any language do as well",
    "direction": "A direction's key; its IRI and its names in any language do as well",
    "IRI": "The kind and key of a thing; its whole IRI does as well",
    "integer": "A whole number",
    "text": "Any text",
    "language": "The language of the labels",
}


def _schema(one: Parameter, keys: dict[str, list[str]]) -> Schema:
    if one.type in CLASSES:
        return {"type": "string", "enum": keys[one.type]} if keys[one.type] else _TEXT.copy()
    schemas: dict[str, Schema] = {
        "year": {"type": "string", "pattern": "^[0-9]{4}$"},
        "IRI": {"type": "string", "pattern": _KEY},
        "integer": {"type": "integer", "minimum": -MOST, "maximum": MOST},
        "text": _TEXT.copy(),
        "language": {"type": "string", "enum": list(LANGUAGES)},
    }
    return schemas[one.type]


_TEXT: Schema = {"type": "string", "minLength": 1}


def _keys(store: Store, kind: str) -> list[str]:
    members = store.quads_for_pattern(None, RDF.type, CLASSES[kind])
    iris = {each.subject.value for each in members if isinstance(each.subject, NamedNode)}
    return sorted(iri.rsplit("/", 1)[1] for iri in iris)


def _option(name: str, each: Question) -> Schema:
    orders = [f"{sign}{column}" for column in each.columns for sign in ("", "-")]
    schemas: dict[str, tuple[Schema, str, object]] = {
        "format": (
            {"type": "string", "enum": list(formats(each))},
            "The format; wins over Accept, and an ending of the path (.csv) over both.",
            next(iter(formats(each))),
        ),
        "limit": (
            {"type": "integer", "minimum": 1, "maximum": MAX_ROWS},
            f"Rows of a page; without it there is one page of at most {MAX_ROWS}.",
            each.page,
        ),
        "offset": (
            {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
            "Rows before the page.",
            0,
        ),
        "sort": (
            {"type": "string", "enum": orders},
            "The column to sort by; with a minus, falling.",
            orders[0] if orders else "",
        ),
        "lang": (
            {"type": "string", "enum": list(LANGUAGES)},
            "Has a column with labels in this language stand beside each column of IRIs.",
            "zh",
        ),
        "shape": (
            {"type": "string", "enum": list(SHAPES)},
            "Has JSON be plain values, a row an object or an array; other formats pass it over.",
            "objects",
        ),
        "bom": (_FLAG, "Has CSV begin with the mark by which Excel knows UTF-8.", 1),
        "explain": (_FLAG, "Has an answer without rows say which value to blame.", 1),
    }
    return parameter(name, *schemas[name])


def _content(each: Question) -> dict[str, Schema]:
    text: Schema = {"type": "string"}
    content: dict[str, Schema] = dict.fromkeys(formats(each).values(), text)
    if each.form == "SELECT":
        content[JSON] = {"$ref": "#/components/schemas/SparqlResults"}
        content[PLAIN_JSON] = _page(each)
    elif each.form == "CONSTRUCT":
        content["application/ld+json"] = {"type": "object"}
    return content


def _page(each: Question) -> Schema:
    """The shapes ``objects`` and ``arrays``: the columns are the question's, perhaps labelled."""
    cell = {"$ref": "#/components/schemas/Cell"}
    row = {"type": "object", "properties": dict.fromkeys(each.columns, cell)}
    return {
        "type": "object",
        "required": ["question", "release", "offset", "columns", "rows", "truncated", "next"],
        "properties": {
            "question": {"const": each.name},
            "release": {"type": "integer"},
            "offset": {"type": "integer"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {
                "type": "array",
                "items": {
                    "anyOf": [
                        {**row, "required": list(each.columns), "additionalProperties": cell},
                        {"type": "array", "items": cell},
                    ]
                },
            },
            "truncated": {"type": "boolean"},
            "hints": {"type": "array", "items": {"$ref": "#/components/schemas/Hint"}},
            "next": {"type": ["string", "null"]},
        },
    }
