"""Authors, publishers and counters, by the names that articles print."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.articles.found import Agent
from graph.search.script import simplified
from ontology.names import SKOS, thing

DATA = Path(__file__).parents[1] / "data"
AGENTS = thing("agent", "").value
LABELS = (SKOS.prefLabel, SKOS.altLabel)


def agent(name: str, *, person: bool = False) -> Agent:
    """The agent of that name: a shipped one that bears it, else one whose key is made of it.

    A name is one in either script.
    """
    plain = re.sub(r"\s+", " ", name).strip(' .,，。"“”‘’《》')
    key = simplified(plain)
    known = _known().get(key.lower())
    return Agent(known or _slug(key), plain, person, known is not None)


def digest(text: str, digits: int = 12) -> str:
    """What stands for Chinese words in a key: the first digits of their SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def slug(text: str) -> str:
    """The ASCII words of a text joined by hyphens; empty where it has none."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())) if text.isascii() else ""


def _slug(name: str) -> str:
    return slug(name) or f"agent-{digest(name)}"


@cache
def _known() -> dict[str, str]:
    """Label -> slug of every agent that the shipped facts describe."""
    return dict(_labels())


def _labels() -> Iterator[tuple[str, str]]:
    for path in sorted(DATA.glob("*.trig")):
        for quad in parse(path=str(path), format=RdfFormat.TRIG):
            if quad.predicate not in LABELS or not isinstance(quad.object, Literal):
                continue
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(AGENTS):
                yield simplified(quad.object.value).lower(), quad.subject.value.removeprefix(AGENTS)
