"""What a judgement of a term rests on: named features of the sentence around it.

A feature's value says how much it may weigh: a rule that binds a cue to the term counts more
than a wording somewhere in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.judging.clauses import Frame, Layout, Relation, frame, layout
from graph.judging.cues import DECOY, LEAVES, Cue, Wording, load

RULE, CUE, WEAK = 3.0, 2.0, 0.5
MOST = 8
"""At how many places of a sentence a repeated term is looked at."""
_LISTED = re.compile(r"[、和与及]”?“?\Z")
_MAKING = re.compile(r"”?“?(?:制造|工业(?!互联网))")
_FAR: frozenset[Relation] = frozenset({"earlier", "later"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence made ready for judging any of its terms."""

    cuts: Layout
    wordings: tuple[Wording, ...]
    possible: int
    """The patterns that may hold, as ``Cues.possible`` tells them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A term in its sentence: features, the cues bound to it, and all other wordings."""

    features: Mapping[str, float]
    bound: tuple[Wording, ...]
    loose: tuple[Wording, ...]


@lru_cache(maxsize=64)
def setting(sentence: str) -> Setting:
    """Cut the sentence and find the wordings once for all its terms."""
    cues = load()
    return Setting(layout(sentence), tuple(cues.wordings(sentence)), cues.possible(sentence))


def read(sentence: str, start: int, end: int, theme: str, kind: str) -> Reading:
    """Read the term at ``start`` to ``end``; ``kind`` is the theme's family."""
    ready = setting(sentence)
    around = frame(sentence, ready.cuts, start, end)
    bound = [
        wording
        for first, last in _occurrences(sentence, start, end)
        for wording in load().adjoining(sentence, first, last, theme, ready.possible)
        if first == start or _told_of_all(wording.cue)
    ]
    features = {"bias": 1.0, f"theme={theme}": 1.0, f"kind={kind}": 1.0}
    features[f"term={sentence[start:end]}"] = 1.0
    features.update(_structure(sentence, around))
    loose = []
    for wording, relation in _near(ready.wordings, around, theme):
        if wording.cue.themes:
            bound.append(wording)
        else:
            loose.append(wording)
            features.update(_loose(wording.cue.name, wording.cue.target, relation, theme))
    return Reading(features | of_rules(bound, kind), tuple(bound), tuple(loose))


def _told_of_all(cue: Cue) -> bool:
    """Whether what the cue says at one place of a term is said of its other places too."""
    return cue.target.startswith("direction/") and cue.name not in LEAVES


def of_rules(bound: Iterable[Wording], kind: str) -> dict[str, float]:
    """The features of the cues that are bound to a term whose theme is of a ``kind``."""
    return {name: value for wording in bound for name, value in _bound(wording, kind)}


def _occurrences(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the same term stands: what is said of it at one place is said of it at all."""
    term, places = sentence[start:end].rstrip("+＋ "), [(start, end)]
    place = sentence.find(term)
    while place >= 0 and len(places) < MOST:
        if place != start:
            places.append((place, place + len(term)))
        place = sentence.find(term, place + len(term))
    return places


def _near(
    wordings: tuple[Wording, ...], around: Frame, theme: str
) -> Iterator[tuple[Wording, Relation]]:
    for wording in wordings:
        if wording.cue.name == DECOY or (wording.cue.themes and theme not in wording.cue.themes):
            continue
        yield wording, around.relation(wording.start, wording.end)


def _structure(sentence: str, around: Frame) -> Iterator[tuple[str, float]]:
    if around.listed or _LISTED.search(sentence, 0, around.start):
        yield "listed", 1.0
    if sentence[around.end - 1] in "+＋":
        yield ("plus-making" if _MAKING.match(sentence, around.end) else "plus"), 1.0


def _bound(wording: Wording, kind: str) -> Iterator[tuple[str, float]]:
    cue = wording.cue
    yield cue.name, CUE
    yield f"{kind}|{cue.name}", WEAK
    yield f"rule={cue.target}", RULE


@cache
def _loose(cue: str, target: str, relation: Relation, theme: str) -> Mapping[str, float]:
    found = {f"{cue}@{relation}": WEAK, f"{target}@{relation}": WEAK}
    if relation not in _FAR:
        found[f"{theme}|{target}"] = WEAK
    return found
