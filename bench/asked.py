"""What is asked: the saved questions with their defaults, and ad-hoc queries.

``plain/NAME.rq`` is a saved question as a user of another engine would write it, over the facts
alone, where the question itself is shipped otherwise: with derived counts, or in another order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Store

import queries
from graph.questions import bound
from queries import Question

FOLDER = Path(__file__).parent
PLAIN = FOLDER / "plain"
ADHOC = FOLDER / "adhoc"


@dataclass(frozen=True, slots=True)
class Asked:
    """``plain`` goes to every engine; ``shipped`` is what ours is asked for the same answer."""

    name: str
    plain: str
    shipped: str


def plain(name: str) -> str:
    """The plain formulation of a saved question, its parameters not bound yet."""
    path = PLAIN / f"{name}.rq"
    return path.read_text("utf-8") if path.exists() else queries.load()[name].sparql


def saved() -> list[Asked]:
    """Every saved question, asked with its defaults."""
    return [with_values(each, {}) for each in queries.load().values()]


def with_values(question: Question, values: Mapping[str, str], store: Store | None = None) -> Asked:
    """A saved question with the values of its parameters, its defaults for the others."""
    store = store or Store()
    other = replace(question, sparql=plain(question.name))
    return Asked(question.name, bound(store, other, values), bound(store, question, values))


def adhoc() -> list[Asked]:
    """Queries that nobody saved."""
    files = sorted(ADHOC.glob("*.rq"))
    return [Asked(path.stem, text := path.read_text("utf-8"), text) for path in files]
