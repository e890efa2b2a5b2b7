"""How far a figure may be from chance."""

from __future__ import annotations

import numpy as np

DRAWS = 9_999


def interval(changes: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of a mean, by drawing anew."""
    random = np.random.default_rng(0)
    means = random.choice(changes, (DRAWS, len(changes))).mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def clustered(hits: np.ndarray, totals: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of a share of statements, by drawing anew the provinces that make them."""
    drawn = np.random.default_rng(0).integers(len(hits), size=(DRAWS, len(hits)))
    low, high = np.percentile(hits[drawn].sum(1) / totals[drawn].sum(1), [2.5, 97.5])
    return float(low), float(high)


def sign_flips(changes: np.ndarray) -> float:
    """How rare so large a mean is where each change could as well have the other sign."""
    signs = np.random.default_rng(0).choice([-1.0, 1.0], (DRAWS, len(changes)))
    as_large = np.abs((signs * changes).sum(1)) >= abs(changes.sum()) - 1e-9
    return float((1 + as_large.sum()) / (1 + DRAWS))
