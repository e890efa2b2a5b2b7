"""What the description of the API says of the networks."""

from __future__ import annotations

from graph.networks.catalogue import FORMATS, Network
from graph.networks.options import Option
from server.openapi_parts.common import Schema, parameter, responses


def listing() -> Schema:
    """The operation that lists the networks."""
    schema = {
        "type": "object",
        "required": ["release", "networks"],
        "properties": {
            "release": {"type": "integer"},
            "networks": {"type": "array", "items": {"type": "object"}},
        },
    }
    return {
        "operationId": "networks",
        "summary": "Which networks are there?",
        "tags": ["networks"],
        "responses": responses({"application/json": schema}),
    }


def operation(each: Network, own: list[Schema]) -> Schema:
    """The operation that gives a network; ``own`` are its question's parameters."""
    network = {
        "type": "object",
        "required": ["directed", "multigraph", "graph", "nodes", "edges"],
        "properties": {
            "nodes": {"type": "array", "items": {"type": "object"}},
            "edges": {"type": "array", "items": {"type": "object"}},
        },
    }
    kinds: dict[str, Schema] = {media_type: {"type": "string"} for media_type in FORMATS.values()}
    kinds[FORMATS["json"]] = network
    kinds[FORMATS["cyjs"]] = {"type": "object"}
    return {
        "operationId": f"draw-{each.name}",
        "summary": each.title["en"],
        "description": f"{each.question.description['en']}\n\n{each.title['zh']}",
        "tags": ["networks"],
        "parameters": [*own, *map(_option, each.options), _FORMAT],
        "responses": responses(kinds, "406", "504"),
    }


_FORMAT = parameter(
    "format",
    {"type": "string", "enum": list(FORMATS)},
    "The format; wins over Accept, and an ending of the path (.graphml) over both.",
    "graphml",
)


def _option(one: Option) -> Schema:
    if one.allowed:
        schema: Schema = {"type": "string", "enum": list(one.allowed), "default": one.default}
        return parameter(one.name, schema, one.words["en"], one.default)
    if one.fraction:
        schema = {"type": "string", "pattern": one.pattern.pattern, "default": one.default}
        return parameter(one.name, schema, one.words["en"], one.default)
    default = int(one.default)
    schema = {"type": "integer", "minimum": one.least, "maximum": one.most, "default": default}
    return parameter(one.name, schema, one.words["en"], default)
