"""The header of a saved question: what it asks, in two languages, and what it can be asked with.

A header is the lines of a ``.rq`` file that start with ``#+``, each a key and a value::

    #+ title.en: Provinces on a theme
    #+ title.zh: 谈及某主题的省份
    #+ description.en: ...
    #+ description.zh: ...
    #+ keywords: theme, province
    #+ parameter theme: theme = blockchain from themes
    #+ parameter year: year? e.g. 2020 from years
    #+ page: 100

A parameter has a type, with a question mark where it may be left out; a default after ``=``, or
an example after ``e.g.``; and the question that lists its values after ``from``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QuerySolutions, Store

TYPES = ("province", "year", "theme", "direction", "IRI", "integer", "text", "language")
LANGUAGES = ("en", "zh")

_LINE = re.compile(r"#\+ (?P<key>[a-z.]+(?: \w+)?): (?P<value>\S.*)")
_PARAMETER = re.compile(
    r"(?P<type>\w+)(?P<optional>\?)?"
    r"(?: = (?P<default>.+?))?(?: e\.g\. (?P<example>.+?))?(?: from (?P<source>[a-z-]+))?"
)


class HeaderError(ValueError):
    """A header that cannot be read; the message names the question and the line."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked with.

    ``type`` is one of :data:`TYPES`; ``default`` is taken where nothing is given, and only an
    ``optional`` parameter has none; ``example`` is a value that works; ``source`` names the
    question whose first column lists the values.
    """

    name: str
    type: str
    optional: bool
    default: str | None
    example: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question: its header, and its SPARQL as the file has it, header left out.

    ``title`` and ``description`` are by language (``en``, ``zh``), ``page`` is the number of rows
    to show at once, ``form`` is SELECT, ASK or CONSTRUCT, and ``columns`` are a SELECT's
    variables.
    """

    name: str
    title: dict[str, str]
    description: dict[str, str]
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    page: int
    sparql: str
    form: str
    columns: tuple[str, ...]


def parse(name: str, text: str) -> Question:
    """The question in the text of a ``.rq`` file. Raises :class:`HeaderError`."""
    lines = text.splitlines(keepends=True)
    size = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    header = dict(_entries(name, lines[:size]))
    sparql = "".join(lines[size:]).lstrip("\n")
    form, columns = _form(name, sparql)
    try:
        return Question(
            name,
            {language: header.pop(f"title.{language}") for language in LANGUAGES},
            {language: header.pop(f"description.{language}") for language in LANGUAGES},
            tuple(header.pop("keywords").split(", ")),
            tuple(_parameters(name, header)),
            int(header.pop("page", "100")),
            sparql,
            form,
            columns,
        )
    except KeyError as error:
        raise HeaderError(f"{name}: the header lacks {error.args[0]}") from error


def _entries(name: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    seen = set()
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.rstrip())
        if not match or match["key"] in seen:
            raise HeaderError(f"{name}: line {number}: not one `#+ key: value`: {line.strip()}")
        seen.add(match["key"])
        yield match["key"], match["value"]


def _parameters(name: str, header: dict[str, str]) -> Iterator[Parameter]:
    for key in [key for key in header if key.startswith("parameter ")]:
        match = _PARAMETER.fullmatch(header.pop(key))
        if not match or match["type"] not in TYPES:
            raise HeaderError(f"{name}: {key}: one of the types {', '.join(TYPES)} is needed")
        optional, default = match["optional"] is not None, match["default"]
        example = match["example"] or default
        if optional == (default is not None) or example is None:
            raise HeaderError(f"{name}: {key}: a default or, where optional, an example is needed")
        yield Parameter(
            key.removeprefix("parameter "),
            match["type"],
            optional,
            default,
            example,
            match["source"],
        )
    if unknown := header.keys() - {"page"}:
        raise HeaderError(f"{name}: unknown in a header: {', '.join(sorted(unknown))}")


def _form(name: str, sparql: str) -> tuple[str, tuple[str, ...]]:
    """The query form and the columns, as the engine sees them."""
    try:
        answer = Store().query(sparql)
    except SyntaxError as error:
        raise HeaderError(f"{name}: {error}") from error
    if isinstance(answer, QuerySolutions):
        return "SELECT", tuple(variable.value for variable in answer.variables)
    return ("ASK" if isinstance(answer, QueryBoolean) else "CONSTRUCT"), ()
