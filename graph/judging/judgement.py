"""What is judged of a term in its sentence, apart from how it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a sentence: its section's role (plan, review, other), and its heading."""

    section_role: str | None = None
    heading: str = ""


class Finding(Protocol):
    """A direction that a sentence gives to a theme, by slug."""

    @property
    def direction(self) -> str:
        """The slug, as in ``research-transfer``."""


class Judgement(Protocol):
    """What a sentence says about one term; the codebook of the gold file defines the values."""

    @property
    def mention(self) -> bool:
        """Whether the term stands for its theme at all."""

    @property
    def directions(self) -> Sequence[Finding]:
        """None, one or several."""

    @property
    def role(self) -> str:
        """One of ``plan``, ``review``, ``other``."""

    @property
    def stance(self) -> str:
        """One of ``promote``, ``restrict``, ``neutral``."""

    @property
    def confidence(self) -> float:
        """From 0 to 1."""


class Judge(Protocol):
    """Judges the term at ``start`` to ``end`` of a sentence (offsets in the sentence)."""

    def __call__(
        self, sentence: str, start: int, end: int, theme: str, context: Context, /
    ) -> Judgement:
        """Judge; pure, and picklable where extraction runs in other processes."""
