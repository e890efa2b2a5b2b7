"""Random matrices with the rows' and columns' sizes of a given one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np

from graph.networks.matrix import Flags

TRADES = 5
"""Trades a row before the first matrix, and one a row between two of them."""


def shuffled(flags: Flags, times: int, seed: int) -> Iterator[Flags]:
    """Matrices drawn from all with these sizes, by Curveball trades (Strona et al. 2014)."""
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    rows = [set(np.flatnonzero(row).tolist()) for row in flags]
    _trade(rows, random, TRADES * len(rows))
    for _ in range(times):
        _trade(rows, random, len(rows))
        yield _matrix(rows, flags.shape)


def _trade(rows: list[set[int]], random: Random, times: int) -> None:
    if len(rows) < 2:
        return
    for _ in range(times):
        first, second = random.sample(range(len(rows)), 2)
        one, two = rows[first], rows[second]
        here, there = one - two, two - one
        if not here or not there:
            continue
        pool = sorted(here | there)
        random.shuffle(pool)
        both = one & two
        rows[first] = both | set(pool[: len(here)])
        rows[second] = both | set(pool[len(here) :])


def _matrix(rows: list[set[int]], shape: tuple[int, ...]) -> Flags:
    found = np.zeros(shape, dtype=bool)
    for n, row in enumerate(rows):
        found[n, list(row)] = True
    return found
