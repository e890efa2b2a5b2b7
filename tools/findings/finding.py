"""A finding, the rows that it is told from, and the links to its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

from pyoxigraph import QuerySolutions, Store

from graph.questions import ask, question
from ontology.names import BASE

YEARS = ("2025", "2026")
SERVICE = "http://127.0.0.1:8000"
SHOWN = 3
"""Statements that are linked as evidence."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: ``asked`` is the command that answers it, ``links`` its evidence by label."""

    title: str
    told: str
    uncertainty: str
    asked: str
    links: Mapping[str, str] = field(default_factory=dict)


def rows(store: Store, name: str, **values: str) -> list[Row]:
    """The rows of a saved question, as text; what is unbound is left out."""
    found = cast(QuerySolutions, ask(store, question(name), values))
    columns = [each.value for each in found.variables]
    return [{c: row[c].value for c in columns if row[c] is not None} for row in found]


def figure(store: Store, year: str, measure: str) -> Row:
    """One of the measures in ``graph/analytics/figures``."""
    found = rows(store, "network-figures", year=year)
    return next(row for row in found if short(row["measure"]) == measure)


def evidence(
    store: Store, theme: str, year: str, province: str = "", role: str = ""
) -> dict[str, str]:
    """Links to all statements of a theme and year, and to the first few, of the role if any."""
    values = {"theme": theme, "year": year} | ({"province": province} if province else {})
    roles = {row["statement"]: short(row["role"]) for row in rows(store, "statements", **values)}
    found = sorted(each for each, own in roles.items() if role in ("", own))
    links = {f"every statement ({len(roles)})": place("queries/statements", **values)}
    return links | {
        f"statement {n}": f"{SERVICE}/id/{each.removeprefix(f'{BASE}id/')}"
        for n, each in enumerate(found[:SHOWN], 1)
    }


def place(path: str, **values: str) -> str:
    """The address of an answer of the service as `make serve` starts it."""
    return f"{SERVICE}/api/v1/{path}" + (f"?{urlencode(values)}" if values else "")


def short(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rsplit("/", 1)[-1]


def words(slug: str) -> str:
    """A key as text has it."""
    return slug.replace("-", " ")


def listed(slugs: list[str]) -> str:
    """Keys as a list in a sentence."""
    return ", ".join(map(words, slugs))
