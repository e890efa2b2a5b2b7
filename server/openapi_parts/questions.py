"""What the description of the API says of the list of the saved questions."""

from __future__ import annotations

from server.api_rows import PLAIN_JSON
from server.openapi_parts.common import Schema, responses


def listing() -> Schema:
    """The operation that lists the questions."""
    schema = {
        "type": "object",
        "required": ["release", "questions"],
        "properties": {
            "release": {"type": "integer"},
            "questions": {"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
        },
    }
    return {
        "operationId": "questions",
        "summary": "Which saved questions are there?",
        "tags": ["questions"],
        "responses": responses({PLAIN_JSON: schema}),
    }
