"""The wordings and patterns that speak for a direction, a role or a stance.

They are data, ``lh:Cue`` in ``ontology/schemes/cues.ttl``. A pattern without the mark ◇ lists
wordings, parted by ``|``, that are sought anywhere in the sentence. A pattern with ◇ is a regular
expression in which ◇ stands for the term, and so says what must adjoin it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.judging.longest import longest
from graph.judging.needed import alternatives, needed
from ontology.names import LH

TERM = "◇"
REACH = 150
"""How many characters before the term a pattern may look at."""
DECOY = "decoy"
"""Wordings under this cue only keep shorter ones inside them from being found."""
_CURBED = frozenset({"governance"})
LEAVES: Mapping[str, AbstractSet[str]] = {
    "crackdown": _CURBED,
    "misuse": _CURBED,
    "no-more-of": _CURBED,
    "shortcoming": frozenset(),
    "wound-down": _CURBED,
}
"""Cues beside which only these directions can be: what is curbed or lacking is not built up."""
_FILE = Path(__file__).parents[2] / "ontology" / "schemes" / "cues.ttl"


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule: ``target`` is its concept as ``kind/slug``, e.g. ``direction/infrastructure``."""

    name: str
    target: str
    pattern: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Where a cue's wording stands in a sentence."""

    start: int
    end: int
    cue: Cue


class _Adjoining(NamedTuple):
    cue: Cue
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    before: frozenset[str]
    """Wordings of which the sentence holds one where ``left`` matches; empty for any sentence."""
    behind: frozenset[str]
    """The same for ``right``."""


@dataclass(frozen=True)
class Cues:
    """All cues, ready to be sought; ``version`` is a digest of what they were made from."""

    all: tuple[Cue, ...]
    version: str
    _words: ahocorasick.Automaton = field(repr=False)
    _themed: ahocorasick.Automaton = field(repr=False)
    _needed: ahocorasick.Automaton = field(repr=False)
    _anywhere: tuple[int, int] = field(repr=False)
    _adjoining: tuple[_Adjoining, ...] = field(repr=False)
    _by_theme: dict[str, int] = field(repr=False, default_factory=dict)

    def wordings(self, sentence: str) -> list[Wording]:
        """The wordings in a sentence.

        Of overlapping ones only the longest counts, except where a cue is bound to themes: such
        a wording counts wherever it stands.
        """
        return [
            Wording(last - length + 1, last + 1, cue)
            for hits in (longest(self._words.iter(sentence)), self._themed.iter(sentence))
            for last, (length, cues) in hits
            for cue in cues
        ]

    def possible(self, sentence: str) -> int:
        """The rules that may hold in a sentence, by what they cannot do without: a bit for each."""
        left, right = self._anywhere
        for _, (before, behind) in self._needed.iter(sentence):
            left |= before
            right |= behind
        return left & right

    def adjoining(
        self,
        sentence: str,
        start: int,
        end: int,
        theme: str,
        possible: int = -1,
    ) -> Iterator[Wording]:
        """The patterns that hold around the term at ``start`` to ``end``.

        Only those that are ``possible`` in the sentence are tried; with -1 all are.
        """
        from_ = max(0, start - REACH)
        rest = self._of_theme(theme) & possible
        while rest:
            cue, left, right, _, _ = self._adjoining[(rest & -rest).bit_length() - 1]
            rest &= rest - 1
            first, last = start, end
            if right is not None:
                found = right.match(sentence, end)
                if found is None:
                    continue
                last = found.end()
            if left is not None:
                found = left.search(sentence, from_, start)
                if found is None:
                    continue
                first = found.start()
            yield Wording(first, last, cue)

    def _of_theme(self, theme: str) -> int:
        """The rules for a theme, a bit for each."""
        rules = self._by_theme.get(theme)
        if rules is None:
            own = (theme in (each.cue.themes or {theme}) for each in self._adjoining)
            rules = self._by_theme[theme] = _bits(own)
        return rules


def left_open(bound: Iterable[Wording], directions: Iterable[str]) -> set[str]:
    """Those of the directions that the cues bound to a term leave open."""
    left = set(directions)
    for wording in bound:
        left &= LEAVES.get(wording.cue.name, left)
    return left


@lru_cache(maxsize=1)
def load(path: Path = _FILE) -> Cues:
    """The cues of the ontology."""
    text = path.read_bytes()
    cues = tuple(sorted(_read(text), key=lambda cue: cue.name))
    loose = [cue for cue in cues if TERM not in cue.pattern]
    adjoining = tuple(
        _adjoin(cue, part)
        for cue in cues
        if TERM in cue.pattern
        for part in alternatives(cue.pattern)
    )
    words = sorted({word for rule in adjoining for word in rule.before | rule.behind})
    return Cues(
        cues,
        hashlib.sha256(text).hexdigest()[:12],
        _automaton(cue for cue in loose if not cue.themes),
        _automaton(cue for cue in loose if cue.themes),
        _made({word: _lets_match(adjoining, {word}) for word in words}),
        _lets_match(adjoining, frozenset()),
        adjoining,
    )


def _automaton(cues: Iterable[Cue]) -> ahocorasick.Automaton:
    words: dict[str, list[Cue]] = {}
    for cue in cues:
        for word in cue.pattern.split("|"):
            words.setdefault(word, []).append(cue)
    return _made({word: (len(word), tuple(owners)) for word, owners in words.items()})


def _lets_match(rules: Sequence[_Adjoining], words: AbstractSet[str]) -> tuple[int, int]:
    """The rules whose left and whose right side may match where those wordings stand."""
    return (
        _bits(not rule.before or not rule.before.isdisjoint(words) for rule in rules),
        _bits(not rule.behind or not rule.behind.isdisjoint(words) for rule in rules),
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(flag << place for place, flag in enumerate(flags))


def _made(words: Mapping[str, object]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    # One that holds no word cannot be made; no sentence holds a NUL.
    for word, told in (words or {"\0": (1, ())}).items():
        automaton.add_word(word, told)
    automaton.make_automaton()
    return automaton


def _read(turtle: bytes) -> Iterator[Cue]:
    found: dict[str, dict[str, list[str]]] = {}
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            found.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(
                value.value
            )
    for iri, said in found.items():
        if LH.pattern.value in said:
            yield Cue(
                iri.rsplit("/", 1)[1],
                "/".join(said[LH.cueFor.value][0].rsplit("/", 2)[1:]),
                said[LH.pattern.value][0],
                frozenset(theme.rsplit("/", 1)[1] for theme in said.get(LH.aboutTheme.value, ())),
            )


def _adjoin(cue: Cue, pattern: str) -> _Adjoining:
    """One rule; the pattern holds the term once."""
    left, right = pattern.split(TERM)
    return _Adjoining(
        cue,
        re.compile(rf"(?:{left})\Z") if left else None,
        re.compile(right) if right else None,
        needed(left),
        needed(right),
    )
