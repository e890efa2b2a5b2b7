"""Completion of what a person types: things, types and properties."""

from __future__ import annotations

from typing import Any

from flask import Response

from graph.errors import UnprocessableError
from graph.reconcile.entity import Entity, exact, plain
from server.api_request import number
from server.current import release
from server.parameters import url_parameters
from server.reconcile.entities import TYPES, matcher
from server.reconcile.properties import proposed
from server.reconcile.service import answer, type_

MOST = 10
"""Suggestions of one answer; ``cursor`` gives the next ones."""


def entities() -> Response:
    """Things with a name that begins so, then those with one that has it within."""
    prefix, start = _asked()
    ranked = sorted(
        (rank, each.label, each.id)
        for each in matcher(release()).entities.values()
        if (rank := _rank(each, prefix)) is not None
    )
    held = matcher(release()).entities
    return _result([_entity(held[id_]) for _, _, id_ in ranked], start)


def types() -> Response:
    """Types with a name that has this within."""
    prefix, start = _asked()
    found = [type_(iri) for iri, names in TYPES.items() if exact(prefix) in exact(" ".join(names))]
    return _result(found, start)


def properties() -> Response:
    """Properties with a name that has this within."""
    prefix, start = _asked()
    every = {each["id"]: each for iri in TYPES for each in proposed(iri)}
    found = [
        each for each in every.values() if exact(prefix) in exact(f"{each['id']} {each['name']}")
    ]
    return _result(sorted(found, key=lambda each: each["id"]), start)


def proposals() -> Response:
    """Properties to fetch for things of a type."""
    parameters = url_parameters()
    given = parameters.one("type") or ""
    iri = next((iri for iri in TYPES if given in (iri, iri.partition("#")[2])), None)
    if iri is None:
        raise UnprocessableError(f"type: {given!r} is none; there are {', '.join(TYPES)}")
    found = proposed(iri)
    if limit := parameters.one("limit"):
        found = found[: number("limit", limit, 1, 1000)]
    return answer({"type": iri, "properties": found})


def _asked() -> tuple[str, int]:
    parameters = url_parameters()
    cursor = parameters.one("cursor")
    return parameters.one("prefix") or "", number("cursor", cursor, 0, 10**6) if cursor else 0


def _rank(entity: Entity, prefix: str) -> int | None:
    """0 where a name is that, 1 where one begins so, 2 where one has it within; else None."""
    wanted, spelt = exact(prefix), plain(prefix)
    ranks = [_rank_of(exact(name.text), wanted) for name in entity.spellings()]
    ranks += [_rank_of(plain(name.text), spelt) for name in entity.spellings() if spelt]
    return min((rank for rank in ranks if rank is not None), default=None)


def _rank_of(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if wanted in name else None


def _entity(each: Entity) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.label,
        "description": each.description,
        "notable": [type_(each.type)],
    }


def _result(found: list[Any], start: int) -> Response:
    return answer({"result": found[start : start + MOST]})
