"""What the description of the API says whatever the questions are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.errors import PROBLEM

Schema = dict[str, Any]
_TERM = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"enum": ["uri", "literal", "bnode", "triple"]},
        "value": {"description": "The IRI or the literal's text."},
        "xml:lang": {"type": "string"},
        "datatype": {"type": "string"},
    },
}
SCHEMAS: dict[str, Schema] = {
    "Cell": {
        "description": "A number, a truth value, text or an IRI; null where there is none.",
        "type": ["string", "number", "boolean", "null"],
    },
    "SparqlResults": {
        "description": "SPARQL 1.1 Query Results JSON Format.",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-results-json/"},
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {
                "type": "object",
                "required": ["vars"],
                "properties": {
                    "vars": {"type": "array", "items": {"type": "string"}},
                    "link": {"type": "array", "items": {"type": "string"}},
                },
            },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {"type": "object", "additionalProperties": _TERM},
                    }
                },
            },
        },
    },
    "Hint": {
        "description": "A value to blame for an answer without rows, and near ones with some.",
        "type": "object",
        "required": ["parameter", "value", "instead"],
        "properties": {
            "parameter": {"type": "string"},
            "value": {"type": "string"},
            "instead": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Problem": {
        "description": "A problem document, RFC 9457.",
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "parameter": {"type": "string", "description": "The parameter that does not fit."},
            "allowed": {"type": "array", "items": {"type": "string"}},
            "available": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Question": {
        "type": "object",
        "required": ["name", "title", "description", "form", "parameters", "formats", "href"],
        "properties": {
            "name": {"type": "string"},
            "title": {"$ref": "#/components/schemas/Words"},
            "description": {"$ref": "#/components/schemas/Words"},
            "keywords": {"type": "array", "items": {"type": "string"}},
            "form": {"enum": ["SELECT", "ASK", "CONSTRUCT"]},
            "columns": {"type": "array", "items": {"type": "string"}},
            "parameters": {"type": "array", "items": {"type": "object"}},
            "formats": {"type": "object", "additionalProperties": {"type": "string"}},
            "href": {"type": "string"},
        },
    },
    "Words": {
        "description": "The same in English and in Chinese.",
        "type": "object",
        "required": ["en", "zh"],
        "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
    },
}
_STATUSES = {
    "400": "The request breaks the protocol, such as a parameter that is given twice.",
    "404": "There is no such thing here.",
    "405": "The method is not one of those in Allow.",
    "406": "No acceptable format; the problem document lists those there are.",
    "422": "A parameter is unknown or its value does not fit; the document lists what does.",
    "503": "Busy, or no release yet; Retry-After says when to come back.",
    "504": "The query ran past its time limit.",
}
RESPONSES: dict[str, Schema] = {
    f"Problem{status}": {
        "description": words,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, words in _STATUSES.items()
}
HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "A weak tag of the release and the request.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "The pages next, prev and first, RFC 8288.",
        "schema": {"type": "string"},
    },
    "X-Release": {
        "description": "The number of the release that was answered from.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "X-Result-Truncated": {
        "description": "There where the service cut the answer: how many rows it has.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
}


def responses(content: Mapping[str, Schema], *refused: str) -> Schema:
    """The responses of an operation: its answer by media type, and the problems it may have."""
    problems = {
        status: {"$ref": f"#/components/responses/Problem{status}"}
        for status in sorted({"400", "405", "422", "503", *refused})
    }
    found = {
        "description": "The answer.",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
        "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
    }
    return {"200": found, "304": {"description": "Unchanged."}, **problems}


def parameter(name: str, schema: Schema, description: str, example: object) -> Schema:
    """A parameter in the address, with an example that works."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "example": example,
    }


def search(facets: Mapping[str, list[str]]) -> Schema:
    """The operation that searches; ``facets`` has the values of each."""
    strings = {"type": "array", "items": {"type": "string"}}
    hit = {
        "type": "object",
        "required": ["type", "iri", "href", "words", "marks", "html", "facets"],
        "properties": {
            "type": {"type": "string"},
            "iri": {"type": "string"},
            "href": {"type": "string"},
            "label": {"type": ["string", "null"]},
            "words": {"type": "string", "description": "The name, or the passage's words."},
            "language": {"type": ["string", "null"]},
            "marks": {
                "description": "Where the query stands in the words: start and end in code points.",
                "type": "array",
                "items": {"type": "array", "items": {"type": "integer"}},
            },
            "html": {"type": "string", "description": "The words, escaped, with mark elements."},
            "facets": {"type": "object", "additionalProperties": strings},
        },
    }
    content = {
        "type": "object",
        "required": ["release", "total", "offset", "hits", "facets", "next"],
        "properties": {
            "release": {"type": "integer"},
            "total": {"type": "integer"},
            "offset": {"type": "integer"},
            "hits": {"type": "array", "items": hit},
            "facets": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": "integer"},
                },
            },
            "next": {"type": ["string", "null"]},
        },
    }
    return {
        "operationId": "search",
        "summary": "What bears a name, and which passages hold some words?",
        "tags": ["search"],
        "parameters": [
            parameter("q", {"type": "string"}, "The words sought, in any script.", "区块链"),
            *(
                parameter(name, {"type": "string", "enum": found}, f"Only this {name}.", found[0])
                for name, found in facets.items()
                if found
            ),
            parameter("limit", _range(1, 100, 20), "Hits of a page.", 10),
            parameter("offset", _range(0, 10_000, 0), "Hits before the page.", 0),
            parameter(
                "lang", {"type": "string", "enum": ["en", "zh"]}, "The language of labels.", "zh"
            ),
        ],
        "responses": responses({"application/json": content}, "404"),
    }


def diff(numbers: list[int]) -> Schema:
    """The operation that compares two releases, of those with these numbers."""
    quads = {
        "description": "Subject, predicate, object and graph in N-Triples.",
        "type": "array",
        "items": {"type": "array", "items": {"type": ["string", "null"]}},
    }
    content = {
        "type": "object",
        "required": ["from", "to", "added", "removed", "graphs", "texts", "quads", "truncated"],
        "properties": {
            "from": {"type": "integer"},
            "to": {"type": "integer"},
            "added": {"type": "integer"},
            "removed": {"type": "integer"},
            "graphs": {"type": "array", "items": {"type": "object"}},
            "texts": {"type": "object"},
            "quads": {"type": "object", "properties": {"added": quads, "removed": quads}},
            "truncated": {"type": "boolean"},
        },
    }
    release = {"type": "integer", "enum": [0, *numbers]}
    text = {"type": "string"}
    return {
        "operationId": "diff",
        "summary": "What changed between two releases?",
        "tags": ["releases"],
        "parameters": [
            parameter("from", release, "The older release; 0 is empty.", 0),
            parameter("to", release, "The newer one; the current unless said.", numbers[-1]),
            parameter("limit", _range(0, 10_000, 10_000), "Quads told of either kind.", 10),
            parameter(
                "format",
                {"type": "string", "enum": ["json", "trig", "nq"]},
                "The format; TriG and N-Quads hold a graph of what came and one of what went.",
                "json",
            ),
        ],
        "responses": responses(
            {"application/json": content, "application/trig": text, "application/n-quads": text},
            "406",
        ),
    }


def year_diff(provinces: list[str], themes: list[str]) -> Schema:
    """The operation that compares the reports of two years, for these provinces and themes."""
    rows = {"type": "array", "items": {"type": "object"}}
    content = {
        "type": "object",
        "required": ["from", "to", "release", "counts", "added", "changed", "dropped", "truncated"],
        "properties": {
            "from": {"type": "integer"},
            "to": {"type": "integer"},
            "release": {"type": "integer"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "added": rows,
            "changed": rows,
            "dropped": rows,
            "truncated": {"type": "boolean"},
        },
    }
    year, text = {"type": "string", "pattern": "^[0-9]{4}$"}, {"type": "string"}
    formats = {"type": "string", "enum": ["json", "trig", "nq"]}
    return {
        "operationId": "diff-years",
        "summary": "What did provinces add, change or drop from one year to another?",
        "tags": ["change"],
        "parameters": [
            parameter("from", year, "The earlier year.", "2025"),
            parameter("to", year, "The later year.", "2026"),
            parameter("province", _enum(provinces), "A province's code; its names do.", "110000"),
            parameter("theme", _enum(themes), "A theme's key; its names do as well.", "blockchain"),
            parameter("lang", _enum(["en", "zh"]), "The language of the labels.", "en"),
            parameter("limit", _range(1, 10_000, 10_000), "Differences told in JSON.", 10),
            parameter("format", formats, "TriG and N-Quads hold a graph of either kind.", "json"),
        ],
        "responses": responses(
            {"application/json": content, "application/trig": text, "application/n-quads": text},
            "406",
            "504",
        ),
    }


def _enum(values: list[str]) -> Schema:
    return {"type": "string", "enum": values} if values else {"type": "string"}


def _range(least: int, most: int, default: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}
