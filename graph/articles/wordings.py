"""The wordings by which articles tell directions, quantities and open lists.

They are data, ``lh:Cue`` in ``ontology/schemes/article-cues.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.judging.cues import TERM, Cue, Cues
from graph.judging.cues import load as load_cues

FILE = Path(__file__).parents[2] / "ontology" / "schemes" / "article-cues.ttl"


@dataclass(frozen=True, slots=True)
class Heard:
    """A wording at ``start`` to ``end`` of a text, and the concept it stands for."""

    start: int
    end: int
    kind: str
    slug: str
    cue: str


@cache
def cues(path: Path = FILE) -> Cues:
    """The cues of articles, read once."""
    return load_cues(path)


@cache
def _patterns() -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    loose = (cue for cue in cues().all if TERM not in cue.pattern)
    return tuple((cue, _pattern(cue.pattern.split("|"))) for cue in loose)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; a Latin one only whole."""
    return re.compile("|".join(map(_whole, sorted(words, key=len, reverse=True))))


def _whole(word: str) -> str:
    edge = r"(?<![a-z0-9])" if word[0].isascii() else ""
    return edge + re.escape(word) + (r"(?![a-z0-9])" if word[-1].isascii() else "")


def heard(folded: str, start: int, end: int, *kinds: str) -> list[Heard]:
    """The wordings between two places of a folded text for concepts of these kinds, in order."""
    found = (
        Heard(hit.start(), hit.end(), *_target(cue), cue.name)
        for cue, pattern in _patterns()
        if cue.target.split("/")[0] in kinds
        for hit in pattern.finditer(folded, start, end)
    )
    return sorted(found, key=lambda each: (each.start, -each.end))


def around(folded: str, sentence: tuple[int, int], term: tuple[int, int]) -> Iterator[Heard]:
    """The patterns of a sentence that hold around a term in it."""
    start, end = sentence
    text = folded[start:end]
    for hit in cues().adjoining(text, term[0] - start, term[1] - start, ""):
        yield Heard(start + hit.start, start + hit.end, *_target(hit.cue), hit.cue.name)


def _target(cue: Cue) -> tuple[str, str]:
    kind, slug = cue.target.split("/")
    return kind, slug
