"""Whether provinces that touch are more alike than provinces drawn at random."""

from __future__ import annotations

import numpy as np

from graph.networks.matrix import Flags, Floats
from graph.networks.nestedness import Null, against

TIMES = 999


def neighbourhood(alike: Floats, touching: Flags, seed: int, times: int = TIMES) -> Null:
    """The mean likeness of touching pairs, beside that with the provinces' places permuted.

    A join-count test (Mantel 1967): the map stays as it is, and the provinces are dealt out on
    it anew. ``alike`` and ``touching`` are symmetric, in one order.
    """
    first, second = np.nonzero(np.triu(touching, 1))
    if not len(first):
        return Null(0.0, 0.0, 0.0, 1.0)
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(times):
        dealt = random.permutation(len(alike))
        drawn.append(float(alike[dealt[first], dealt[second]].mean()))
    return against(float(alike[first, second].mean()), drawn)
