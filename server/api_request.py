"""What a request to a saved question says, every parameter known and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import NotAcceptableError, NotFoundError, ParameterError
from graph.questions import question
from queries import Question
from server.formats import (
    CSV,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TSV,
    TURTLE,
    XML,
    choose,
)
from server.language import LANGUAGES
from server.parameters import Parameters

ROWS = {"json": JSON, "csv": CSV, "tsv": TSV, "xml": XML}
BOOLEANS = {"json": JSON, "xml": XML}
GRAPHS = {
    "ttl": TURTLE,
    "jsonld": JSON_LD,
    "nt": N_TRIPLES,
    "rdf": RDF_XML,
    "trig": TRIG,
    "nq": N_QUADS,
}
ENDINGS = ROWS | GRAPHS
SHAPES = ("objects", "arrays")
MAX_ROWS = 10_000
"""Rows of one answer; the rest is on the next pages."""
MAX_OFFSET = 10**9
COMMON = ("format",)
FOR_ROWS = ("limit", "offset", "sort", "lang", "shape", "bom", "explain")
_NUMBER = re.compile(r"[0-9]{1,10}")
_FLAG = {"": False, "0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its values, and how its answer is wanted.

    ``limit`` is None where the asker set none; ``sort`` is a column, with a minus for falling.
    """

    question: Question
    values: Mapping[str, str]
    media_type: str
    limit: int | None = None
    offset: int = 0
    sort: str = ""
    lang: str = ""
    shape: str = ""
    bom: bool = False
    explain: bool = False

    @property
    def size(self) -> int:
        """The most rows that are answered at once."""
        return MAX_ROWS if self.limit is None else self.limit


def formats(asked: Question) -> Mapping[str, str]:
    """The media types that a question is answered in, by their ending."""
    return {"SELECT": ROWS, "ASK": BOOLEANS}.get(asked.form, GRAPHS)


def options(asked: Question) -> tuple[str, ...]:
    """The parameters that every question of this form takes beside its own."""
    return (*COMMON, *FOR_ROWS) if asked.form == "SELECT" else COMMON


def read(name: str, parameters: Parameters, accept: str | None) -> Asked:
    """The request for a question; ``name`` may end in a format.

    Raises :class:`graph.errors.NotFoundError`, :class:`graph.errors.ParameterError` and
    :class:`graph.errors.NotAcceptableError`.
    """
    stem, dot, ending = name.rpartition(".")
    found = question(stem if dot else name)
    if dot and ending not in ENDINGS:
        there = ", ".join(f".{each}" for each in formats(found))
        raise NotFoundError(f"{name}: no format has that ending; of {stem} there is {there}")
    given = _given(found, parameters)
    media_type = _media_type(found, ending if dot else given.pop("format", ""), accept)
    given.pop("format", None)
    return Asked(found, _values(found, given), media_type, **_options(found, given))


def number(name: str, value: str, least: int, most: int) -> int:
    """The whole number; raises :class:`graph.errors.ParameterError` outside of the range."""
    if not _NUMBER.fullmatch(value) or not least <= int(value) <= most:
        raise ParameterError(name, f"{value!r} is out of range", [f"{least} to {most}"])
    return int(value)


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """The value; raises :class:`graph.errors.ParameterError` for one that is not allowed."""
    if value not in allowed:
        raise ParameterError(name, f"{value!r} is none of its values", allowed)
    return value


def flag(name: str, value: str) -> bool:
    """Whether a parameter that is 0 or 1 is set."""
    return _FLAG[one_of(name, value, tuple(_FLAG))]


def known(parameters: Parameters, allowed: Sequence[str], owner: str) -> dict[str, str]:
    """The parameters by name; raises :class:`graph.errors.ParameterError` for an unknown one.

    One that is given twice is refused, by :class:`graph.errors.RequestError`.
    """
    found = {}
    for name, _ in parameters.pairs:
        if name not in allowed:
            raise ParameterError(name, f"no parameter of {owner}", allowed)
        found[name] = parameters.one(name) or ""
    return found


def _given(asked: Question, parameters: Parameters) -> dict[str, str]:
    own = [parameter.name for parameter in asked.parameters]
    return known(parameters, [*own, *options(asked)], asked.name)


def _values(asked: Question, given: Mapping[str, str]) -> dict[str, str]:
    """The values of the question's own parameters; ``lang`` is its language's too."""
    own = {parameter.name for parameter in asked.parameters}
    values = {name: value for name, value in given.items() if name in own}
    if "language" in own and given.get("lang"):
        values.setdefault("language", given["lang"])
    return values


def _options(asked: Question, given: Mapping[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    if given.get("limit"):
        read["limit"] = number("limit", given["limit"], 1, MAX_ROWS)
    if given.get("offset"):
        read["offset"] = number("offset", given["offset"], 0, MAX_OFFSET)
    if given.get("sort"):
        orders = [f"{sign}{column}" for column in asked.columns for sign in ("", "-")]
        read["sort"] = one_of("sort", given["sort"], orders)
    if given.get("lang"):
        read["lang"] = one_of("lang", given["lang"], LANGUAGES)
    if given.get("shape"):
        read["shape"] = one_of("shape", given["shape"], SHAPES)
    return read | {name: flag(name, given[name]) for name in ("bom", "explain") if name in given}


def _media_type(asked: Question, wanted: str, accept: str | None) -> str:
    offered = formats(asked)
    key = wanted.strip().lower()
    if key in offered:
        return offered[key]
    if key in ENDINGS:
        raise NotAcceptableError(tuple(offered.values()))
    if key:
        raise ParameterError("format", f"{wanted!r} is no format", tuple(offered))
    found = choose(accept, ())
    by_form = {"SELECT": found.rows, "ASK": found.boolean}
    media_type = by_form.get(asked.form, found.graph)
    if media_type is None:
        raise NotAcceptableError(tuple(offered.values()))
    return media_type
