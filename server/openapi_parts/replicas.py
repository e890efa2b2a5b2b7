"""What the description of the API says of the releases that others may mirror."""

from __future__ import annotations

from graph.home.manifest import FILE
from server.openapi_parts.common import Schema, responses

NAME = "^([A-Za-z0-9_-][A-Za-z0-9_.-]*/)?[A-Za-z0-9_-][A-Za-z0-9_.-]*$"
"""The name of a file, in a folder or in none."""


def paths(place: str, numbers: list[int]) -> dict[str, Schema]:
    """The operations below ``place`` by path, for the releases with these numbers."""
    number = _in_path("number", {"type": "integer", "enum": numbers}, "A release.", numbers[-1])
    name = _in_path("name", {"type": "string", "pattern": NAME}, "A file that is listed.", FILE)
    return {
        place: {"get": _listing()},
        f"{place}/{{number}}/files": {"get": _files(number)},
        f"{place}/{{number}}/files/{{name}}": {"get": _file(number, name)},
    }


def _listing() -> Schema:
    release = _object(number="integer", time="string", triples="integer")
    content = _object(current="integer", releases={"type": "array", "items": release})
    return {
        "operationId": "releases",
        "summary": "Which releases are there?",
        "tags": ["releases"],
        "responses": responses({"application/json": content}),
    }


def _files(number: Schema) -> Schema:
    file = _object(name="string", size="integer", sha256="string")
    content = _object(release="integer", files={"type": "array", "items": file})
    return {
        "operationId": "release-files",
        "summary": "Of which files is a release made?",
        "description": "Only where the instance lets itself be mirrored (`serve --replicas`).",
        "tags": ["releases"],
        "parameters": [number],
        "responses": responses({"application/json": content}, "403", "404"),
    }


def _file(number: Schema, name: Schema) -> Schema:
    found = responses({"application/octet-stream": {}}, "403", "404")
    return {
        "operationId": "release-file",
        "summary": "A file of a release, or the range of it that the header Range asks for.",
        "description": "Only where the instance lets itself be mirrored (`serve --replicas`).",
        "tags": ["releases"],
        "parameters": [number, name],
        "responses": found | {"206": found["200"] | {"description": "The range."}},
    }


def _object(**properties: str | Schema) -> Schema:
    """An object that has all of these; a text is the name of a type."""
    schemas = {
        name: {"type": each} if isinstance(each, str) else each for name, each in properties.items()
    }
    return {"type": "object", "required": list(schemas), "properties": schemas}


def _in_path(name: str, schema: Schema, description: str, example: object) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
        "example": example,
    }
