"""Articles about reports: what they claim of provinces, with the spans that bear it.

A document that :func:`recognise` gives a head for is read with :func:`read_article`, and what
was found becomes quads with :func:`describe_article`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyoxigraph import Quad

from graph.articles import quads, sources
from graph.articles.agents import agent, digest
from graph.articles.agents import slug as ascii_slug
from graph.articles.context import Context
from graph.articles.found import Agent, ArticleFound, ArticleHead
from graph.articles.head import recognise
from graph.articles.parts import headings, parts, segments
from graph.articles.reading import Reader, kept
from graph.errors import InputError
from graph.lexicon import Lexicon, load
from graph.mention import Hit, find, fold
from graph.search.script import simplified

__all__ = [
    "ArticleFound",
    "ArticleHead",
    "article_activity",
    "describe_article",
    "read_article",
    "recognise",
]

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTED_BY = re.compile(
    r"(?:according to|based on) (?:the |a |an )?(?:incomplete )?"
    r"(?:statistics|count|tally|figures|survey) (?:of|by|from) (?:the )?"
    r"(?:[“\"](?P<quoted>[^”\"]{2,60})|(?P<en>[^,.;:]{2,60}))"
    r"|(?:据|根据)(?P<zh>[^，。；]{2,24}?)(?:的)?(?:不完全)?(?:统计|梳理|盘点)",
    re.IGNORECASE,
)
OURSELVES = re.compile(r"^(?:本[报刊网站台院所]|我们|this (?:paper|newspaper|magazine|site)|us)")
article_activity = sources.activity


def read_article(
    text: str,
    head: ArticleHead,
    *,
    slug: str | None = None,
    year: int | None = None,
    lexicon: Lexicon | None = None,
) -> ArticleFound:
    """Read an article: its lists of provinces, its counts and its claims.

    ``slug`` is its key (by default the publisher's and the year); ``year`` that of the reports it
    is about, in place of what it says itself. Raises InputError where nothing tells the year or
    a theme, and for a slug that is no key. One in traditional characters is read in simplified
    ones; its spans and its names are those of the text as it was given.
    """
    plain = simplified(text)
    folded, hits = fold(plain), find(plain, lexicon or load())
    when, themes = year or head.year, _themes(head, hits)
    if when is None:
        raise InputError("article", "does not say of which year", "give --year")
    if not themes:
        raise InputError("article", "names no theme", "give an article about one of the themes")
    found = headings(plain, folded, head.body)
    reader = Reader(Context(plain, folded, hits, themes, when, found))
    for segment in segments(plain, head.body, [each.span for each in found]):
        for part in parts(plain, folded, segment):
            reader.read(part)
    return ArticleFound(
        _key(slug) if slug else _slug(head, when),
        head,
        when,
        themes,
        tuple(reader.lists),
        tuple(reader.counts),
        tuple(kept(reader.claims, reader.counts)),
        tuple(found),
        _counter(text, head),
        tuple(reader.notes),
    )


def describe_article(
    found: ArticleFound, text: str, *, page: str | None = None, revises: str | None = None
) -> Iterator[Quad]:
    """Quads for ``graph/documents`` and ``graph/asserted/{slug}``."""
    yield from sources.documents(found, text, page=page, revises=revises)
    yield from quads.asserted(found, text)


def _themes(head: ArticleHead, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The themes that the title names, else the one named most."""
    titled = [hit.theme for hit in find(simplified(head.title), load())]
    most = Counter(hit.theme for hit in hits if hit.start >= head.body).most_common(1)
    return tuple(dict.fromkeys(titled)) or tuple(theme for theme, _ in most)


def _counter(text: str, head: ArticleHead) -> Agent | None:
    """Who counted, where the article says by whose statistics."""
    for hit in COUNTED_BY.finditer(simplified(text), head.body):
        name = text[slice(*hit.span(hit.lastgroup or 0))].strip("“”‘’《》\"' ")
        if OURSELVES.match(plain := simplified(name)):
            return head.source
        if name and not plain.startswith(("记者", "笔者", "此", "官方", "有关")):
            own = [each for each in (head.source, *head.authors) if each and each.name == name]
            return own[0] if own else replace(agent(name), person=False)
    return None


def _key(slug: str) -> str:
    if not KEY.fullmatch(slug):
        raise InputError("article", f"{slug!r} is no key", "use small letters, digits and hyphens")
    return slug


def _slug(head: ArticleHead, year: int) -> str:
    """The publisher's slug and the year, or the title's first words, or its digest."""
    if head.source:
        return f"{head.source.slug}-{year}"
    words = ascii_slug(head.title).split("-")[:6]
    return (
        "-".join((*filter(None, words), str(year)))
        if any(words)
        else (f"article-{digest(head.title)}-{year}")
    )
