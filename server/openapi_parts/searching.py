"""What the description of the API says of search."""

from __future__ import annotations

from collections.abc import Mapping

from server.openapi_parts.common import Schema, parameter, responses, whole


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
            parameter("limit", whole(1, 100, 20), "Hits of a page.", 10),
            parameter("offset", whole(0, 10_000, 0), "Hits before the page.", 0),
            parameter(
                "lang", {"type": "string", "enum": ["en", "zh"]}, "The language of labels.", "zh"
            ),
        ],
        "responses": responses({"application/json": content}, "404"),
    }
