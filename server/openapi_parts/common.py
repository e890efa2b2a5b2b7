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
    "403": "This instance does not allow it.",
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


def whole(least: int, most: int, default: int) -> Schema:
    """A whole number between two."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def one_of(values: list[str]) -> Schema:
    """One of some texts; any text where there are none."""
    return {"type": "string", "enum": values} if values else {"type": "string"}
