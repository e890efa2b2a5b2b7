"""An article cut into parts that each claim one thing, so that each claim has its own span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.articles.found import HeadingFound, Span
from graph.articles.grammar import Named, named, times
from graph.articles.wordings import Heard, heard
from graph.sentences import sentences

HEADING = re.compile(
    r"^[ \t\u3000]*(?P<line>(?:\d{1,2}[.、．)）]|[（(]?[一二三四五六七八九十]{1,3}[）)、.])"
    r"[ \t]*[^\n]{2,90}?)[ \t\u3000]*$",
    re.MULTILINE,
)
COMMA = re.compile(r"[,，:：—]")
OPENS, CLOSES = "(（“‘「《[", ")）”’」》]"
SAYING = ("direction", "measure")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence with the provinces in it; ``whole`` is its segment."""

    start: int
    end: int
    runs: tuple[Named, ...]
    quantifier: Heard | None
    whole: Span


def headings(text: str, folded: str, body: int) -> list[HeadingFound]:
    """Numbered lines below ``body`` that are no sentences, with the directions they name."""
    found = []
    for hit in HEADING.finditer(text, body):
        start, end = hit.span("line")
        if text[end - 1] not in ".。；;!！?？" and not named(text, start, end):
            told = heard(folded, start, end, "direction")
            found.append(HeadingFound((start, end), tuple(dict.fromkeys(h.slug for h in told))))
    return found


def segments(text: str, body: int, left_out: Sequence[Span]) -> Iterator[Span]:
    """Sentences below ``body``, cut at semicolons, but for those in spans that are left out."""
    for start, end in sentences(text[body:]):
        if any(first < body + end and body + start < last for first, last in left_out):
            continue
        begin = body + start
        for cut in (*(hit.start() for hit in re.finditer("[;；]", text[begin : body + end])), None):
            stop = body + end if cut is None else body + start + cut
            if span := trimmed(text, begin, stop):
                yield span
            begin = stop + 1


def parts(text: str, folded: str, segment: Span) -> list[Part]:
    """The parts of a segment: cut at the comma before each further list or wording of quantity."""
    runs = named(text, *segment)
    told = heard(folded, *segment, "quantifier")
    wordings = [each for each in told if not _counts_with(told, each)]
    places = sorted([run.start for run in runs] + [each.start for each in wordings])
    commas = clause_cuts(text, segment)
    cuts = [
        max(inside)
        for early, late in pairwise(places)
        if (inside := [cut for cut in commas if early < cut <= late and _free(cut, runs)])
    ]
    found = [
        _part(text, segment, begin, end, runs, wordings)
        for begin, end in pairwise((segment[0], *cuts, segment[1]))
    ]
    return _joined(folded, found)


def clause_cuts(text: str, segment: Span) -> list[int]:
    """Where commas outside brackets and quotes end a clause."""
    depth, cuts = 0, []
    for place in range(*segment):
        letter = text[place]
        depth = max(0, depth + (letter in OPENS) - (letter in CLOSES))
        if depth == 0 and COMMA.match(letter) and not text[place + 1 : place + 2].isdigit():
            cuts.append(place + 1)
    return cuts


def clause(text: str, segment: Span, place: int) -> Span:
    """The clause of a segment that holds a place, without the commas around it."""
    bounds = (segment[0], *clause_cuts(text, segment), segment[1])
    start, end = next(pair for pair in pairwise(bounds) if pair[0] <= place < pair[1])
    return trimmed(text, start, end) or (start, end)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space and commas at its ends; None where nothing is left."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip(" \t\n\u3000,，:：—"))
    kept = inner[left:].rstrip(" \t\n\u3000,，:：—")
    return (start + left, start + left + len(kept)) if kept else None


def _counts_with(told: Sequence[Heard], one: Heard) -> bool:
    """Whether the wording only repeats an earlier one of its quantifier."""
    return any(each.slug == one.slug and each.start < one.start for each in told)


def _free(cut: int, runs: Sequence[Named]) -> bool:
    return not any(run.start < cut < run.end for run in runs)


def _part(
    text: str, segment: Span, begin: int, end: int, runs: Sequence[Named], told: Sequence[Heard]
) -> Part:
    start, stop = trimmed(text, begin, end) or (begin, end)
    own = tuple(run for run in runs if begin <= run.start < end)
    quantifier = next((each for each in told if begin <= each.start < end), None)
    return Part(start, stop, own, quantifier, segment)


def _joined(folded: str, found: list[Part]) -> list[Part]:
    """A part of which nothing is said shares what is said of the next one, or of the last."""
    joined: list[Part] = []
    silent = False
    for part in found:
        if silent:
            part = _merge(joined.pop(), part)
        silent = not _says(folded, part)
        joined.append(part)
    if silent and len(joined) > 1:
        last = joined.pop()
        joined[-1] = _merge(joined[-1], last)
    return joined


def _says(folded: str, part: Part) -> bool:
    span = (part.start, part.end)
    return bool(part.quantifier or heard(folded, *span, *SAYING) or times(folded, *span))


def _merge(one: Part, other: Part) -> Part:
    runs, quantifier = one.runs + other.runs, one.quantifier or other.quantifier
    return Part(one.start, other.end, runs, quantifier, one.whole)
