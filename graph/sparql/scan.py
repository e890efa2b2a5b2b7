"""Measures a query before the engine sees it, and turns away what could only hurt.

The engine's parser and planner recurse: 20 kB of brackets overflow the stack, which nothing
catches, and a thousand chained patterns are planned for ever. Workers survive both, at the price
of a process or of a whole time limit; this saves that price. A miscount here costs no more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import QueryTooComplexError
from graph.sparql.remember import remembered

_TOKEN = re.compile(  # every repetition is possessive and ends well: the time stays linear
    r"""
    \s*+(?: \#[^\r\n]*+ | <[^<>"{}|^`\s]*+>
    | "{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3})? | '{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?
    | "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'?
    | [?$@]\w++ | \w*+:(?:[\w:%.\-]|\\.)*+
    | (\w++ | \^\^ | && | \|\| | [<>!]= | << | >> | \S) | \Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = frozenset(("(", "[", "{", "<<")), frozenset((")", "]", "}", ">>"))
_MARKS = {
    "triple patterns": (".", ";"),
    "steps in property paths": ("/", "|", "^"),
    "groups": ("{",),
    "round brackets": ("(",),
    "operators": ("&&", "||", "+", "-", "*", "=", "!", "!=", "<", ">", "<=", ">="),
}
_BREAKS = _OPENING | _CLOSING | {","} | {mark for marks in _MARKS.values() for mark in marks}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of what one query may hold; ``characters`` are code points.

    Each is well below what the engine was seen to take on a stack of 8 MiB (calls nested 700
    deep) or to plan in a second or two, and well above what people write.
    """

    characters: int = 100_000
    tokens: int = 25_000
    depth: int = 150
    items: int = 250
    marks: tuple[tuple[str, int], ...] = (
        ("triple patterns", 1_000),
        ("steps in property paths", 250),
        ("groups", 500),
        ("round brackets", 2_000),
        ("operators", 1_000),
    )
    words: tuple[tuple[str, int], ...] = (
        ("AS", 1_000),
        ("BIND", 500),
        ("EXISTS", 100),
        ("FILTER", 500),
        ("FROM", 1_000),
        ("GRAPH", 250),
        ("MINUS", 250),
        ("OPTIONAL", 100),
        ("SELECT", 100),
        ("UNION", 500),
        ("VALUES", 250),
    )


DEFAULT = Bounds()


@remembered
def scan(text: str, bounds: Bounds = DEFAULT) -> int:
    """The shape of a query or update: a hash of all but its IRIs, names, strings and comments.

    Queries that differ only in what they are about have the same. Raises QueryTooComplexError
    for one beyond the bounds, naming which.
    """
    _require(len(text), bounds.characters, "characters")
    found = _TOKEN.findall(text)
    _require(len(found), bounds.tokens, "words and signs")
    counts = Counter(found)
    for what, most in bounds.marks:
        _require(sum(counts[mark] for mark in _MARKS[what]), most, what)
    words = _uppercase(counts)
    for word, most in bounds.words:
        _require(words[word], most, word)
    _nesting(found, bounds)
    return hash(tuple(filter(None, found)))


def _uppercase(counts: Counter[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for token, number in counts.items():
        words[token.upper()] += number
    return words


def _nesting(found: Sequence[str], bounds: Bounds) -> None:
    """Counts how deep brackets go, and the terms that follow each other in round ones."""
    open_brackets: list[str] = []
    following = 0
    for token in found:
        following += 1
        if token in _BREAKS:
            following = 0
        elif following > bounds.items and open_brackets[-1:] == ["("]:
            _require(following, bounds.items, "items in one collection")
        if token in _OPENING:
            open_brackets.append(token)
            _require(len(open_brackets), bounds.depth, "brackets inside each other")
        elif token in _CLOSING and open_brackets:
            open_brackets.pop()


def _require(number: int, most: int, what: str) -> None:
    if number > most:
        raise QueryTooComplexError(
            f"the query has more than {most:,} {what}; split it, or give its terms as VALUES"
        )
