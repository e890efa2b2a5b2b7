"""A text as the graph knows it: held whole, or known by its digest and the words quoted from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from graph.mint import text_digest

KEY_DIGITS = 16


class Text(Protocol):
    """What describing a text takes."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of its UTF-8, 64 hex digits."""

    @property
    def length(self) -> int:
        """Its length in code points."""

    def quote(self, start: int, end: int) -> str | None:
        """The words at code points ``start`` to ``end``, None where they are not known."""


@dataclass(frozen=True)
class HeldText:
    """A text with all its words."""

    words: str

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its UTF-8, 64 hex digits."""
        return text_digest(self.words)

    @property
    def length(self) -> int:
        """Its length in code points."""
        return len(self.words)

    def quote(self, start: int, end: int) -> str | None:
        """The words at code points ``start`` to ``end``."""
        return self.words[start:end]


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text that is somewhere else; ``terms`` holds the theme words that stand in it."""

    sha256: str
    length: int
    terms: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def quote(self, start: int, end: int) -> str | None:
        """The theme word at code points ``start`` to ``end``; no other words are known."""
        return self.terms.get((start, end))


def key(text: Text) -> str:
    """The text's key, as IRIs and files bear it."""
    return text.sha256[:KEY_DIGITS]
