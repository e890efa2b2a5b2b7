"""What the description of the API says of changes, between releases and between years."""

from __future__ import annotations

from server.openapi_parts.common import Schema, one_of, parameter, responses, whole


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
            parameter("limit", whole(0, 10_000, 10_000), "Quads told of either kind.", 10),
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
            parameter("province", one_of(provinces), "A province's code; its names do.", "110000"),
            parameter(
                "theme", one_of(themes), "A theme's key; its names do as well.", "blockchain"
            ),
            parameter("lang", one_of(["en", "zh"]), "The language of the labels.", "en"),
            parameter("limit", whole(1, 10_000, 10_000), "Differences told in JSON.", 10),
            parameter("format", formats, "TriG and N-Quads hold a graph of either kind.", "json"),
        ],
        "responses": responses(
            {"application/json": content, "application/trig": text, "application/n-quads": text},
            "406",
            "504",
        ),
    }
