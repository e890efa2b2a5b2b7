"""The page of a report: its text with every mention marked, or where the mentions stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Response, request
from pyoxigraph import NamedNode

from ontology.names import DCTERMS, FOAF, LH, thing
from server.current import release
from server.execute import select
from server.labels import Labels, Row, Shown
from server.links import link
from server.site import passages
from server.site.about_thing import Said
from server.site.cross import Count, count, grouped, key, of_theme
from server.site.page import here, page
from server.site.statements import PREFIX, Statement, index, year_term
from server.site.thing import thing as any_thing

PART = 14_000
"""Code points of a text that a page shows at once, more only to end a paragraph."""

_MENTIONS = f"""{PREFIX}SELECT ?start ?end ?theme ?s {{
  ?m lh:inText ?text ; lh:mentionOf ?theme ; oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?s lh:restsOn ?m }} }} ORDER BY ?start ?end ?s"""
_TEXTS = f"""SELECT ?text ?language ?length ?sha ?source {{ ?text {LH.textOf} ?thing ;
  {LH.charLength} ?length ; {LH.sha256} ?sha . OPTIONAL {{ ?text {DCTERMS.language} ?language }}
  OPTIONAL {{ ?text {DCTERMS.source} ?source }} }} ORDER BY ?language ?text"""


@dataclass(frozen=True, slots=True)
class Mention:
    """A theme named in the text, and the statement that rests on it."""

    start: int
    end: int
    theme: Shown
    href: str
    directions: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, and what is named there."""

    words: str
    start: int
    mention: Mention | None = None
    more: tuple[Mention, ...] = ()


@dataclass(slots=True)
class Part:
    """The paragraphs that the page shows, and the way to the others."""

    paragraphs: list[list[Piece]] = field(default_factory=list)
    number: int = 1
    of: int = 1
    pages: dict[str, str] = field(default_factory=dict)


def report(kind: str, slug: str) -> Response:
    """The page of a report."""
    current, iri = release(), thing(kind, slug)
    said = Said(current, iri)
    place, year = said.value(LH.ofProvince) or said.value(LH.ofCountry), said.value(LH.year)
    if not (place and year):
        return any_thing(kind, slug)
    text = said.value(LH.currentText)
    rows = select(current, _MENTIONS, {"text": NamedNode(text)}) if text else []
    found = index(current, {"place": [NamedNode(place)], "year": [year_term(year)]})
    texts = select(current, _TEXTS, {"thing": iri})
    named = {each for one in found for each in (one.source, one.theme, *one.directions)}
    shown = Labels(current, said.iris() | named | _themes(rows) | {iri.value})
    mentions = _mentions(rows, found, shown)
    words = passages.held(current, key(text)) if text else None
    return page(
        "site/report.html",
        iri=iri.value,
        kind=kind,
        slug=slug,
        name=shown.name(iri.value),
        place=shown.thing(place),
        year=year,
        delivered=said.value(LH.deliveredAt),
        pages=said.values(FOAF.page),
        texts=[{name: term["value"] for name, term in row.items()} for row in texts],
        known=bool(text),
        part=_part(words, mentions) if words is not None else None,
        mentions=mentions,
        themes=_counted(found, shown),
        claims=[
            (
                shown.thing(each.source),
                shown.thing(each.theme),
                link(each.iri),
                [shown.thing(one) for one in each.directions],
            )
            for each in found
            if not each.read
        ],
    )


def _themes(rows: Sequence[Row]) -> set[str]:
    return {row["theme"]["value"] for row in rows}


def _mentions(rows: Sequence[Row], found: Sequence[Statement], shown: Labels) -> list[Mention]:
    by_iri = {each.iri: each for each in found}
    seen: dict[tuple[int, int, str], Mention] = {}
    for row in rows:
        start, end = int(row["start"]["value"]), int(row["end"]["value"])
        statement = by_iri.get(row.get("s", {}).get("value", ""))
        directions = tuple(shown.thing(each) for each in statement.directions) if statement else ()
        href = link(statement.iri) if statement else ""
        mention = Mention(start, end, shown.thing(row["theme"]["value"]), href, directions)
        if href or (start, end, row["theme"]["value"]) not in seen:
            seen[start, end, row["theme"]["value"]] = mention
    return list(seen.values())


def _counted(found: Sequence[Statement], shown: Labels) -> list[tuple[Shown, Count]]:
    """The themes that were read in the report, the most spoken of first."""
    rows = grouped((each for each in found if each.read), of_theme)
    ordered = sorted(rows.items(), key=lambda row: (-len(row[1]), shown.name(row[0])))
    return [(shown.thing(theme), count(each)) for theme, each in ordered]


def _part(text: str, mentions: Sequence[Mention]) -> Part:
    """The part of the text that ``?part=`` names, or the one with the place ``?at=``."""
    parts = _cut(text)
    number = min(max(_number("part", 1), 1), len(parts))
    at = _number("at", -1)
    if at >= 0:
        number = next((n for n, each in enumerate(parts, 1) if at < each[-1][1]), len(parts))
    pages = {}
    if number > 1:
        pages["prev"] = here(part=str(number - 1), at=None)
    if number < len(parts):
        pages["next"] = here(part=str(number + 1), at=None)
    shown = [_pieces(text, start, end, mentions, at) for start, end in parts[number - 1]]
    return Part(shown, number, len(parts), pages)


def _number(name: str, default: int) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else default


def _cut(text: str) -> list[list[tuple[int, int]]]:
    """The paragraphs of a text, by code points, in parts that fit a page."""
    parts: list[list[tuple[int, int]]] = [[]]
    at = size = 0
    for line in text.split("\n"):
        if line.strip():
            if size > PART:
                parts.append([])
                size = 0
            parts[-1].append((at, at + len(line)))
            size += len(line)
        at += len(line) + 1
    return [each for each in parts if each] or [[(0, 0)]]


def _pieces(
    text: str, start: int, end: int, mentions: Sequence[Mention], sought: int
) -> list[Piece]:
    """A paragraph in pieces, one of which begins at the place that is sought, to be led to."""
    found, at = [], start
    for each in mentions:
        if not (at <= each.start and each.end <= end):
            continue
        same = tuple(one for one in mentions if one.start == each.start and one is not each)
        found += [
            Piece(text[at : each.start], at),
            Piece(text[each.start : each.end], each.start, each, same),
        ]
        at = each.end
    found.append(Piece(text[at:end], at))
    return [part for each in found for part in _parted(each, sought) if part.words]


def _parted(piece: Piece, place: int) -> tuple[Piece, ...]:
    """A piece cut in two at a place of the text that is within it, but never within a mention."""
    cut = place - piece.start
    if piece.mention or not 0 < cut < len(piece.words):
        return (piece,)
    return Piece(piece.words[:cut], piece.start), Piece(piece.words[cut:], place)
