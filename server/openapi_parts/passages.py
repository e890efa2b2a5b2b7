"""What the description of the API says of passages."""

from __future__ import annotations

from server.openapi_parts.common import Schema, responses


def passage(example: str) -> Schema:
    """The operation that tells of a passage, such as the one with that key."""
    words = {"type": ["string", "null"]}
    texts = {"type": "array", "items": {"type": "string"}}
    said = ("statement", "basis", "province", "country", "year", "theme", "role", "confidence")
    statement = {
        "type": "object",
        "required": [*said, "directions", "verdicts"],
        "properties": {
            **dict.fromkeys(said, words),
            "year": {"type": "integer"},
            "confidence": {"type": ["number", "null"]},
            "directions": texts,
            "verdicts": texts,
        },
    }
    own = {
        "passage": {"type": "string"},
        "document": {"type": "string", "description": "The report or article."},
        "text": {"type": "string", "description": "The version of its text."},
        "page": words | {"description": "Where the text was taken from."},
        "start": {"type": "integer", "description": "In code points of the text."},
        "end": {"type": "integer"},
        "words": words | {"description": "Null where the text is not held."},
        "statements": {"type": "array", "items": statement},
        "release": {"type": "integer"},
    }
    return {
        "operationId": "passage",
        "summary": "Where does a passage stand, and which statements rest on it?",
        "tags": ["search"],
        "parameters": [
            {
                "name": "key",
                "in": "path",
                "required": True,
                "description": "The last part of the passage's IRI.",
                "schema": {"type": "string"},
                "example": example,
            }
        ],
        "responses": responses(
            {"application/json": {"type": "object", "required": [*own], "properties": own}},
            "404",
        ),
    }
