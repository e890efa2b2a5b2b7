"""Whether the rows with few columns have a part of those that the rows with many have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.networks.matrix import Flags, Floats
from graph.networks.shuffle import shuffled

TIMES = 99


@dataclass(frozen=True, slots=True)
class Null:
    """A value beside its mean and deviation on random data, and how rare so high a one is."""

    value: float
    mean: float
    deviation: float
    chance: float


def nodf(flags: Flags) -> float:
    """The overlap of rows and columns in order of decreasing fill, 0 to 100.

    NODF of Almeida-Neto et al. (2008), Oikos 117: pairs of equal size count 0.
    """
    lines = [_overlaps(flags), _overlaps(flags.T)]
    pairs = sum(len(each) for each in lines)
    return float(100 * sum(each.sum() for each in lines) / pairs) if pairs else 0.0


def nestedness(flags: Flags, seed: int, times: int = TIMES) -> Null:
    """The nestedness beside that of random matrices with the same sizes of rows and columns."""
    return against(nodf(flags), np.array([nodf(each) for each in shuffled(flags, times, seed)]))


def against(value: float, drawn: Floats) -> Null:
    """A value beside random ones; the chance counts the value itself among them, so is never 0."""
    rare = (1 + int((drawn >= value - 1e-12).sum())) / (1 + len(drawn))
    return Null(value, float(drawn.mean()), float(drawn.std(ddof=1)), rare)


def _overlaps(flags: Flags) -> np.ndarray:
    whole = flags.astype(int)
    sizes = whole.sum(1)
    upper = np.triu_indices(len(sizes), 1)
    fewer = np.minimum(sizes[:, None], sizes[None, :])[upper]
    differ = (sizes[:, None] != sizes[None, :])[upper] & (fewer > 0)
    shared = (whole @ whole.T)[upper]
    found: np.ndarray = np.where(differ, shared / np.maximum(fewer, 1), 0.0)
    return found
