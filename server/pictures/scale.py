"""Colours for numbers: classes of values by natural breaks, each class darker than the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

RAMP = ("#f3dcd2", "#e3ab96", "#cf7860", "#ac3f2c", "#6e190d")
"""One hue from light to dark, so that it reads without colours too."""
ZERO = "#f8f6f0"
PAPER, INK, QUIET, LINE = "#ffffff", "#1f1c18", "#625b50", "#968d80"
READABLE = 4.5
"""The least contrast of text with what lies behind it, by WCAG 2.2, 1.4.3."""


Spread = Callable[[int, int], float]
"""The squared distances from their mean of the values from one place to another."""


@dataclass(frozen=True, slots=True)
class Class:
    """Values from the least to the most that occur in it, with their colour and their number."""

    least: float
    most: float
    colour: str
    count: int


class Scale:
    """The colours of some values; None among them is what is not known, 0 has its own colour."""

    def __init__(self, values: Iterable[float | None]) -> None:
        given = list(values)
        self.unknown = sum(value is None for value in given)
        self.zero = sum(value == 0 for value in given)
        above = Counter(value for value in given if value)
        groups = breaks(above, len(RAMP))
        colours = RAMP if len(groups) == len(RAMP) else RAMP[1:]
        self.classes = tuple(
            Class(group[0], group[-1], colour, sum(above[each] for each in group))
            for group, colour in zip(groups, colours, strict=False)
        )

    def colour(self, value: float) -> str:
        """The colour of a value."""
        fitting = (each.colour for each in self.classes if each.least <= value <= each.most)
        return next(fitting, ZERO)


def breaks(values: Counter[float], most: int) -> list[list[float]]:
    """The values in at most that many groups of neighbours, those within one as alike as can be.

    Fisher's (1958) grouping, which cartographers know as Jenks' natural breaks: the sum of squared
    distances from the groups' means is the least possible.
    """
    ordered = sorted(values)
    if len(ordered) <= most:
        return [[value] for value in ordered]
    spread = _spreads(ordered, values)
    costs = [spread(0, end) for end in range(1, len(ordered) + 1)]
    starts = []
    for size in range(1, most):
        costs, start = _cut(costs, spread, size)
        starts.append(start)
    end, groups = len(ordered), []
    for start in reversed(starts):
        groups.append(ordered[start[end - 1] : end])
        end = start[end - 1]
    return [ordered[:end], *reversed(groups)]


def _cut(costs: Sequence[float], spread: Spread, size: int) -> tuple[list[float], list[int]]:
    """The least costs with one group more, and where the last group starts."""
    best, start = [float("inf")] * len(costs), [0] * len(costs)
    for end in range(size + 1, len(costs) + 1):
        best[end - 1], start[end - 1] = min(
            (costs[cut - 1] + spread(cut, end), cut) for cut in range(size, end)
        )
    return best, start


def _spreads(ordered: Sequence[float], values: Counter[float]) -> Spread:
    sums = [(0.0, 0.0, 0.0)]
    for value in ordered:
        count, total, squares = sums[-1]
        times = values[value]
        sums.append((count + times, total + times * value, squares + times * value * value))

    def spread(start: int, end: int) -> float:
        count, total, squares = (b - a for a, b in zip(sums[start], sums[end], strict=True))
        return squares - total * total / count

    return spread


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink(behind: str) -> str:
    """The colour of text on that one: dark where that can be read, else white."""
    return INK if contrast(INK, behind) >= READABLE else PAPER
