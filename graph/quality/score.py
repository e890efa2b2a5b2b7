"""Shares of what is right, and how far they may be from chance."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ROUNDS, SEED = 1000, 2020


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrong and missed."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        """Sum two scores."""
        return Score(self.hits + other.hits, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was given that is right; 1 where nothing was given."""
        return share(self.hits, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what is right that was given; 1 where nothing is."""
        return share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return share(2 * self.hits, 2 * self.hits + self.wrong + self.missed)

    def figures(self) -> dict[str, Any]:
        """Precision, recall and F1 to four places, and how many were given and are to find."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "given": self.hits + self.wrong,
            "n": self.hits + self.missed,
        }


def intervals(scores: Sequence[Score]) -> dict[str, list[float]]:
    """The 95 % intervals, by drawing anew from ``scores``, one of each report.

    Where nothing is wrong or missed, or there is one report, every draw gives the same; then they
    are Wilson's, which take the labels for independent of each other.
    """
    chance = random.Random(SEED)  # noqa: S311 (no secret: the intervals must not vary)
    drawn = [sum(chance.choices(scores, k=len(scores)), Score()) for _ in range(ROUNDS)]
    whole = sum(scores, Score())
    either = (whole.wrong + whole.missed) / 2
    beside = {"precision": whole.wrong, "recall": whole.missed, "f1": either}
    return {
        name: _bounds(sorted(getattr(each, name) for each in drawn), whole.hits, rest)
        for name, rest in beside.items()
    }


def wilson(count: float, total: float) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); all of it where nothing was seen."""
    if not total:
        return 0.0, 1.0
    z, part = 1.96, count / total
    middle = (part + z * z / (2 * total)) / (1 + z * z / total)
    half = z * ((part * (1 - part) + z * z / (4 * total)) / total) ** 0.5 / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(part: float, whole: float) -> float:
    """The share; 1 of nothing."""
    return part / whole if whole else 1.0


def _bounds(drawn: Sequence[float], hits: int, rest: float) -> list[float]:
    low, high = drawn[round(ROUNDS * 0.025)], drawn[round(ROUNDS * 0.975) - 1]
    if low == high:
        low, high = wilson(hits, hits + rest)
    return [round(low, 4), round(high, 4)]
