"""The pictures as OpenAPI describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.questions import question
from queries import Parameter
from server.language import LANGUAGES
from server.openapi_parts.common import Schema, parameter, responses
from server.pictures.ask import ENDINGS
from server.pictures.kinds import KINDS, ROLES, Kind
from server.pictures.png import LEAST, MOST, USUAL

PLACE = "/picture"
MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}
_WORDS = {
    "measure": "What is shown.",
    "order": "How rows and columns are ordered: like beside like, or by code and key.",
    "by": "What there is a bar for.",
}


def paths(describe: Callable[[Parameter], Schema]) -> dict[str, Schema]:
    """The operations by path; ``describe`` tells a parameter of a saved question."""
    return {
        f"{PLACE}/{kind.name}.{ending}": {"get": _operation(kind, ending, describe)}
        for kind in KINDS.values()
        for ending in ENDINGS
    }


def of_network(drawn: Schema, name: str) -> Schema:
    """The operation that draws a network, from the one that exports it, whose format is last."""
    return drawn | {
        "operationId": f"picture-network-{name}",
        "description": f"{drawn['description']}\n\nWith .png and .csv in the place of .svg too.",
        "tags": ["pictures"],
        "parameters": [*drawn["parameters"][:-1], _LANG],
        "responses": responses({MEDIA_TYPES["svg"]: {"type": "string"}}, "504"),
    }


def _operation(kind: Kind, ending: str, describe: Callable[[Parameter], Schema]) -> Schema:
    behind = " or ".join(sorted(set(kind.questions.values())))
    what = f"The rows that it draws, those of {behind}" if ending == "csv" else "The picture"
    return {
        "operationId": f"picture-{kind.name}-{ending}",
        "summary": kind.title["en"],
        "description": f"{what}, as {ending.upper()}. {_apart(kind)}\n\n{kind.title['zh']}。",
        "tags": ["pictures"],
        "parameters": [*_parameters(kind, describe), *_more(kind, ending)],
        "responses": responses({MEDIA_TYPES[ending]: {"type": "string"}}, "406", "504"),
    }


def _parameters(kind: Kind, describe: Callable[[Parameter], Schema]) -> Iterator[Schema]:
    """The parameters that all of the kind's questions have."""
    asked = [question(each) for each in kind.questions.values()]
    names = [{one.name for one in each.parameters} for each in asked]
    for one in asked[0].parameters:
        if one.name in {"language", *kind.without} or not all(one.name in each for each in names):
            continue
        if one.name == "role":
            yield parameter("role", _enum(ROLES), "Only what has this role.", ROLES[0])
        else:
            yield describe(one)


def _apart(kind: Kind) -> str:
    """Which parameters only some of the kind's questions have."""
    names = {
        by: {one.name for one in question(each).parameters} for by, each in kind.questions.items()
    }
    common = set.intersection(*names.values())
    return " ".join(
        f"With by={by} also {', '.join(sorted(own - common))}."
        for by, own in names.items()
        if own - common
    )


def _more(kind: Kind, ending: str) -> Iterator[Schema]:
    for name, values in kind.options.items():
        yield parameter(name, _enum(values) | {"default": values[0]}, _WORDS[name], values[0])
    yield _LANG
    if ending == "png":
        whole = {"type": "integer", "minimum": LEAST, "maximum": MOST, "default": USUAL}
        yield parameter("width", whole, "Pixels of the picture's width.", LEAST)


def _enum(values: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(values)}


_LANG = parameter("lang", _enum(LANGUAGES), "The language of the words.", "zh")
