"""The longest wordings of an automaton, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Told = TypeVar("Told")
Found = tuple[int, tuple[int, Told]]
"""The last index of a wording, its length and what is told of it."""


def longest(found: Iterable[Found[Told]]) -> Iterator[Found[Told]]:
    """Of overlapping wordings the first to begin and, of those, the longest; in order.

    pyahocorasick's ``iter_long`` loses a wording inside the beginning of a longer one that breaks
    off: of 产业 and 创新产业园 it does not find the first in 创新产业区.
    """
    reach = 0
    for each in sorted(found, key=_place):
        last, (length, _) = each
        if last - length + 1 >= reach:
            reach = last + 1
            yield each


def _place(each: Found[Told]) -> tuple[int, int]:
    last, (length, _) = each
    return last - length, -last
