"""How a Chinese sentence is built around a term: clauses, list items, and what lies where.

Report sentences are long chains of clauses, and a clause is often a verb with a list behind it
("develop A, B, C and other industries"). What is said of a term sits in its own item, in its
clause, or, where the clause only sets an aim ("focusing on A and B, ..."), in the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Relation = Literal["within", "prior", "next", "before", "after", "earlier", "later"]
"""Where a wording lies, seen from the term.

``within``: in the term itself; ``prior`` and ``next``: in its own list item, left and right of it;
``before`` and ``after``: elsewhere in its clause (``after`` also in the clause that an aim leads
to); ``earlier`` and ``later``: in other clauses of the sentence.
"""

_MARK = re.compile(r"[，；：,;。！？“”‘’「」《》（）()、]")
_OPENS = dict(zip("“‘「《（(", "”’」》）)", strict=True))
_CLOSES = frozenset(_OPENS.values())
_BREAKS = frozenset("，；：,;。！？")
_AIM = re.compile(r"(?:聚焦|围绕|瞄准|着眼|针对|面向|依托|顺应|把握|深耕)")


@dataclass(frozen=True, slots=True)
class Layout:
    """A sentence's cuts: ``clauses`` and ``items`` as spans that cover it in order."""

    clauses: tuple[tuple[int, int], ...]
    items: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of one term, as spans in the sentence."""

    start: int
    end: int
    item: tuple[int, int]
    clause: tuple[int, int]
    reach: int
    """Where what is still said of the term ends: past its clause if that only sets an aim."""

    @property
    def listed(self) -> bool:
        """Whether the term is one item of several."""
        return self.item != self.clause

    def relation(self, start: int, end: int) -> Relation:
        """Where the wording at ``start`` to ``end`` lies."""
        if start < self.end and end > self.start:
            return "within" if self.start <= start and end <= self.end else "next"
        left = start < self.start
        if self.item[0] <= start < self.item[1]:
            return "prior" if left else "next"
        if self.clause[0] <= start < self.reach:
            return "before" if left else "after"
        return "earlier" if left else "later"


@lru_cache(maxsize=64)
def layout(sentence: str) -> Layout:
    """Cut a sentence into clauses and list items; no mark in brackets or quotes ends a clause.

    A bracket or quote that nothing closes, as where a sentence is cut, encloses nothing.
    """
    clause_cuts, item_cuts, open_marks = [0], [0], list[str]()
    marks = list(_MARK.finditer(sentence))
    closed = _closed(marks)
    for match in marks:
        mark, after = match.group(), match.end()
        if mark in _OPENS:
            if match.start() in closed:
                open_marks.append(_OPENS[mark])
        elif mark in _CLOSES:
            if open_marks and open_marks[-1] == mark:
                open_marks.pop()
            if sentence[after : after + 1] in _OPENS:
                item_cuts.append(after)
        elif mark in _BREAKS and not open_marks:
            clause_cuts.append(after)
            item_cuts.append(after)
        elif mark == "、":
            item_cuts.append(after)
    return Layout(_spans(clause_cuts, len(sentence)), _spans(item_cuts, len(sentence)))


def _closed(marks: Iterable[re.Match[str]]) -> set[int]:
    """Where the brackets and quotes stand that are closed; those that cross are not."""
    opened, closed = list[tuple[str, int]](), set[int]()
    for match in marks:
        mark = match.group()
        if mark in _OPENS:
            opened.append((_OPENS[mark], match.start()))
        elif own := [place for place, (closing, _) in enumerate(opened) if closing == mark]:
            closed.add(opened[own[-1]][1])
            del opened[own[-1] :]
    return closed


def frame(sentence: str, cuts: Layout, start: int, end: int) -> Frame:
    """The frame of the term at ``start`` to ``end``."""
    place = _holding(cuts.clauses, start)
    clause = cuts.clauses[place]
    item = cuts.items[_holding(cuts.items, start)]
    reach = max(clause[1], end)
    if place + 1 < len(cuts.clauses) and _AIM.search(sentence, clause[0], start):
        reach = max(reach, cuts.clauses[place + 1][1])
    return Frame(start, end, (item[0], max(item[1], end)), clause, reach)


def _spans(cuts: list[int], length: int) -> tuple[tuple[int, int], ...]:
    return tuple(zip(cuts, [*cuts[1:], length], strict=True))


def _holding(spans: tuple[tuple[int, int], ...], place: int) -> int:
    return next(i for i, (start, end) in enumerate(spans) if place < end or i == len(spans) - 1)
