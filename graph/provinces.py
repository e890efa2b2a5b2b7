"""The province-level divisions as the shipped facts name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, parse

from graph.errors import DamagedHomeError, InputError
from ontology.names import COUNTRY_CODE, LH, SKOS

DATA = Path(__file__).parent / "data"
COUNTRY_NAMES = ("000000", "cn", "china", "全国", "国务院", "state council")


@dataclass(frozen=True, slots=True)
class Province:
    """A division: its GB/T 2260 code, and what texts call it, the longest name first."""

    code: str
    iso: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


@cache
def provinces(data: Path = DATA) -> tuple[Province, ...]:
    """All divisions with a code in the TriG files of ``data``, by code.

    Raises DamagedHomeError where the files hold none.
    """
    facts: dict[str, list[Quad]] = defaultdict(list)
    for quad in _quads(data):
        facts[str(quad.subject)].append(quad)
    found = sorted(filter(None, map(_province, facts.values())), key=lambda each: each.code)
    if not found:
        raise DamagedHomeError(f"{data}: holds no province; install the package again")
    return tuple(found)


def code(name: str) -> str:
    """The GB/T 2260 code of what a user calls a province, ``000000`` for the State Council.

    A code, an ISO 3166-2 code, or a Chinese or English name in full; raises InputError for
    another, with near misses.
    """
    names = _codes()
    asked = name.strip().lower()
    if asked not in names:
        near = get_close_matches(asked, names, 3, 0.7)
        remedy = f"do you mean {' or '.join(near)}?" if near else "give a code such as 140000"
        raise InputError("province", f"no province is called {name!r}", remedy)
    return names[asked]


@cache
def _codes() -> dict[str, str]:
    known = dict.fromkeys(COUNTRY_NAMES, COUNTRY_CODE)
    for each in provinces():
        own = filter(None, (each.code, each.iso, *each.zh, *each.en))
        known |= dict.fromkeys((name.lower() for name in own), each.code)
    return known


def _quads(data: Path) -> Iterator[Quad]:
    for path in sorted(data.glob("*.trig")):
        content = path.read_bytes()
        if b"gbCode" in content:
            yield from parse(content, format=RdfFormat.TRIG)


def _province(facts: Sequence[Quad]) -> Province | None:
    values: dict[object, list[Literal]] = defaultdict(list)
    for quad in facts:
        if isinstance(quad.object, Literal):
            values[quad.predicate].append(quad.object)
    if not values[LH.gbCode]:
        return None
    labels = values[SKOS.prefLabel] + values[SKOS.altLabel]
    iso = values[LH.isoCode][0].value if values[LH.isoCode] else ""
    return Province(values[LH.gbCode][0].value, iso, _names(labels, "zh"), _names(labels, "en"))


def _names(labels: Sequence[Literal], language: str) -> tuple[str, ...]:
    """Names of two characters or more: a single one (京) stands in too many other words."""
    own = {label.value for label in labels if label.language == language and len(label.value) > 1}
    return tuple(sorted(own, key=lambda name: (-len(name), name)))
