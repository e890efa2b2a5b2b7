"""How far a figure may be from chance."""

from __future__ import annotations

import numpy as np

from graph.networks.backbone import adjusted
from graph.networks.matrix import Flags, Floats
from graph.networks.shuffle import shuffled
from graph.networks.similarity import tf_idf_cosine

DRAWS = 9_999
FLIPS = 1_000_000
_AT_ONCE = 100_000


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
    random, least = np.random.default_rng(0), abs(changes.sum()) - 1e-9
    as_large = 0
    for _ in range(0, FLIPS, _AT_ONCE):
        flipped = random.integers(0, 2, (_AT_ONCE, len(changes)), dtype=np.int8)
        as_large += int((np.abs((2 * flipped - 1) @ changes) >= least).sum())
    return (1 + as_large) / (1 + FLIPS)


def likest_pair(counts: Floats) -> float:
    """How rare so high a highest likeness is with each column's counts dealt out among the rows."""
    random, pairs = np.random.default_rng(0), np.triu_indices(len(counts), 1)
    least = tf_idf_cosine(counts)[pairs].max() - 1e-12
    dealt = (tf_idf_cosine(random.permuted(counts, axis=0)) for _ in range(DRAWS))
    return (1 + sum(bool(each[pairs].max() >= least) for each in dealt)) / (1 + DRAWS)


def fixed_sizes(flags: Flags) -> Floats:
    """The adjusted chances of pairs by the fixed degree sequence model, drawn by Curveball."""
    pairs = np.triu_indices(len(flags), 1)
    shared = _shared(flags)[pairs]
    as_many = sum(
        (_shared(each)[pairs] >= shared).astype(int) for each in shuffled(flags, DRAWS, 0)
    )
    return adjusted((1 + np.asarray(as_many)) / (1 + DRAWS))


def _shared(flags: Flags) -> Floats:
    whole: Floats = flags.astype(float)
    found: Floats = whole @ whole.T
    return found
