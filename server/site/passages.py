"""Passages of the texts: the words where they are held, else where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import NotFoundError
from server.current import Release
from server.labels import Row

AROUND = 90
"""Code points of the text that are shown on either side of a quote."""

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage: its words in pieces, each with whether it is marked, and what is around them.

    ``start`` and ``end`` are code points of the text with that key; ``pieces`` is empty where
    the words are not held.
    """

    text: str
    start: int
    end: int
    before: str
    pieces: Pieces
    after: str


def held(current: Release, key: str) -> str | None:
    """A text, None where the release does not hold it."""
    try:
        return current.text(key)
    except NotFoundError:
        return None


def quotes(current: Release, evidence: Sequence[Row], mentions: Sequence[Row]) -> list[Quote]:
    """The passages that a statement rests on, with the mentions in them marked."""
    found = []
    for row in evidence:
        start, end = _span(row)
        key = row["text"]["value"].rpartition("/")[2]
        spans = [_span(each) for each in mentions if each["text"] == row["text"]]
        inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
        text = held(current, key)
        words = text[start:end] if text is not None else row.get("exact", {}).get("value", "")
        before, after = _around(text or "", start, end)
        found.append(Quote(key, start, end, before, pieces(words, inside), after))
    return found


def _span(row: Row) -> tuple[int, int]:
    return int(row["start"]["value"]), int(row["end"]["value"])


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before
    if end + AROUND < len(text):
        after += "…"
    return before, after


def pieces(words: str, spans: Iterable[tuple[int, int]]) -> Pieces:
    """Words in pieces, those of the spans marked; of two spans that overlap, the first."""
    found: Pieces = []
    at = 0
    for start, end in sorted(set(spans)):
        if words and start >= at:
            found += [(words[at:start], False), (words[start:end], True)]
            at = end
    rest = [(words[at:], False)] if words[at:] else []
    return [each for each in found + rest if each[0]]
