"""Where a text names a theme.

Matching is done on a copy in which case and full-width signs are folded one code point to one,
so that its offsets are those of the text itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol, cast

import ahocorasick

from graph.lexicon import Lexicon

FULL_WIDTH = {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
CAPITALS = {chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000", " ")
HYPHENS = dict.fromkeys("\u2010\u2011\u2013", "-")
PUNCTUATION = frozenset("，：；！？（）")
"""Left as they are: no label has them, and half of all full-width signs are of these."""
FOLDS = {
    sign: folded
    for sign, folded in (FULL_WIDTH | CAPITALS | SPACES | HYPHENS).items()
    if sign not in PUNCTUATION
}
FOLDABLE = re.compile(f"[{re.escape(''.join(FOLDS))}]+")
TABLE = str.maketrans(FOLDS)


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A mention at code points ``start`` to ``end``; ``form`` is the label that it matches."""

    start: int
    end: int
    theme: str
    form: str


class Entry(NamedTuple):
    """What the automaton knows of a folded word."""

    length: int
    begins_ascii: bool
    ends_ascii: bool
    themes: tuple[tuple[str, str], ...]
    false_friend_of: tuple[str, ...]


class Automaton(Protocol):
    """The one method used of pyahocorasick's untyped class."""

    def iter(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Yield the last index and the entry of every word found."""


def find(text: str, lexicon: Lexicon) -> list[Hit]:
    """All mentions, by start, end and theme.

    A term that begins or ends in an ASCII letter or digit needs a boundary there (AI, not AIM).
    A hit inside a false friend of its theme is none. Of the rest, one inside a longer one is
    dropped, whatever their themes; partial overlaps stay; one word of two themes gives two.
    """
    if not lexicon.forms:
        return []
    folded = fold(text)
    hits: list[Hit] = []
    false: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for last, entry in _automaton(lexicon).iter(folded):
        end = last + 1
        start = end - entry.length
        for theme in entry.false_friend_of:
            false[theme].append((start, end))
        if entry.themes and _bounded(folded, start, end, entry):
            hits.extend(Hit(start, end, theme, label) for theme, label in entry.themes)
    true = (hit for hit in hits if not _within(hit, false.get(hit.theme, ())))
    return list(_outermost(sorted(true, key=lambda hit: (hit.start, -hit.end, hit.theme))))


def fold(text: str) -> str:
    """The text with ASCII case, full-width signs, spaces and hyphens folded, one to one."""
    return FOLDABLE.sub(lambda match: match[0].translate(TABLE), text)


@cache
def _automaton(lexicon: Lexicon) -> Automaton:
    themes: dict[str, dict[str, str]] = defaultdict(dict)
    false: dict[str, set[str]] = defaultdict(set)
    for form in lexicon.forms:
        if form.false:
            false[fold(form.word)].add(form.theme)
        else:
            themes[fold(form.word)].setdefault(form.theme, form.label)
    automaton = ahocorasick.Automaton()
    for word in sorted(themes.keys() | false.keys()):
        begins, ends = _is_word(word[0]), _is_word(word[-1])
        own = tuple(sorted(themes[word].items()))
        automaton.add_word(word, Entry(len(word), begins, ends, own, tuple(sorted(false[word]))))
    automaton.make_automaton()
    return cast(Automaton, automaton)


def _bounded(folded: str, start: int, end: int, entry: Entry) -> bool:
    if entry.begins_ascii and start and _is_word(folded[start - 1]):
        return False
    return not (entry.ends_ascii and end < len(folded) and _is_word(folded[end]))


def _is_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _within(hit: Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _outermost(hits: list[Hit]) -> Iterator[Hit]:
    """Drop what lies inside a longer hit; ``hits`` come by start, the longer first."""
    reach, longest = -1, (-1, -1)
    for hit in hits:
        span = (hit.start, hit.end)
        if span == longest or hit.end > reach:
            reach, longest = hit.end, span
            yield hit
