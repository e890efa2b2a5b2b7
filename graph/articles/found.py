"""What is found in an article, apart from how it is found; spans are code points of its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agent:
    """Who wrote, published or counted, by the name that the article prints.

    ``known`` tells that the shipped facts describe the agent already.
    """

    slug: str
    name: str
    person: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What stands above an article's text, which begins at ``body``."""

    title: str
    body: int
    language: str
    authors: tuple[Agent, ...] = ()
    source: Agent | None = None
    issued: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ListFound:
    """Provinces of which one thing is claimed, by code.

    ``slug`` names the claim; ``times`` is how often each report names the theme at least.
    ``completeness`` is ``open``, ``closed`` or ``unstated``.
    """

    slug: str
    span: Span
    theme: str
    year: int
    codes: tuple[str, ...]
    completeness: str
    direction: str | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class CountFound:
    """A number of provinces or reports that the article states.

    ``measure`` is a slug; with ``least`` the number is a lower bound.
    """

    measure: str
    span: Span
    year: int
    number: int
    theme: str | None = None
    direction: str | None = None
    out_of: int | None = None
    as_of: dt.date | None = None
    least: bool = False


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """What the article says in words of quantity only, of reports at large."""

    slug: str
    quantifier: str
    span: Span
    theme: str
    year: int
    directions: tuple[str, ...] = ()
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class HeadingFound:
    """A numbered heading and the directions that it names."""

    span: Span
    directions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """Everything that was read in an article.

    ``counter`` is who counted, where the article says; ``notes`` tell, a line each, where it
    contradicts itself or says more than the model holds.
    """

    slug: str
    head: ArticleHead
    year: int
    themes: tuple[str, ...]
    lists: tuple[ListFound, ...]
    counts: tuple[CountFound, ...]
    claims: tuple[ClaimFound, ...]
    headings: tuple[HeadingFound, ...]
    counter: Agent | None = None
    notes: tuple[str, ...] = ()
