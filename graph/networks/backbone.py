"""Which pairs of rows share more columns than the sizes of rows and columns explain.

The stochastic degree sequence model (Neal 2014, Social Networks 39), its probabilities those of
the bipartite configuration model of largest entropy (Saracco et al. 2015): every cell is drawn
by itself, so that rows and columns have their sizes on average. The number that two rows share
is then Poisson-binomial, and its tail exact. A disparity filter would not know that the network
is a projection.
"""

from __future__ import annotations

import numpy as np

from graph.networks.matrix import Flags, Floats

ITERATIONS = 2_000
PRECISION = 1e-9


def tails(flags: Flags) -> Floats:
    """For each pair of rows, the chance to share as many columns as they do, or more.

    Rows of one size have one distribution, so the work grows with the sizes, not the rows.
    """
    sizes, place = np.unique(flags.sum(1), return_inverse=True)
    chances = probabilities(flags)[np.unique(place, return_index=True)[1]]
    shared = flags.astype(int) @ flags.astype(int).T
    found = np.ones(shared.shape)
    for n in range(len(sizes)):
        others = chances[n] * chances[n:]
        upper = _upper_tails(others)
        rows = np.flatnonzero(place == n)
        columns = np.flatnonzero(place >= n)
        chosen = upper[place[columns] - n][np.arange(len(columns)), shared[np.ix_(rows, columns)]]
        found[np.ix_(rows, columns)] = chosen
        found[np.ix_(columns, rows)] = chosen.T
    np.fill_diagonal(found, 1.0)
    return found


def attainable(flags: Flags) -> float:
    """What no adjusted chance of a pair can be below: the least, were all to share all they could.

    Above the level asked for, the sizes rule out any pair beforehand.
    """
    if len(flags) < 2:
        return 1.0
    sizes, first, many = np.unique(flags.sum(1), return_index=True, return_counts=True)
    chances = probabilities(flags)[first]
    lines = range(len(sizes))
    least = np.concatenate([_upper_tails(chances[n] * chances[n:])[:, sizes[n]] for n in lines])
    twice = np.concatenate([many[n] * (many[n:] - (sizes[n:] == sizes[n])) *
                            (1 + (sizes[n:] > sizes[n])) for n in lines])  # fmt: skip
    order = np.argsort(least, kind="stable")
    ranks = twice[order].cumsum()
    some = ranks > 0
    return min(1.0, float((least[order][some] * twice.sum() / ranks[some]).min()))


def probabilities(flags: Flags) -> Floats:
    """The chance of each cell, given the sizes of rows and columns on average.

    Rows and columns that are empty or full leave nothing to chance and are set aside.
    """
    found = flags.astype(float)
    rows, columns = _undecided(flags)
    if len(rows) and len(columns):
        inner = flags[np.ix_(rows, columns)]
        found[np.ix_(rows, columns)] = _configured(inner.sum(1), inner.sum(0))
    return found


def adjusted(chances: Floats) -> Floats:
    """The chances corrected for how many there are (Benjamini and Hochberg 1995)."""
    count = len(chances)
    order = np.argsort(chances, kind="stable")
    ranked = chances[order] * count / np.arange(1, count + 1)
    found = np.empty(count)
    found[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return found


def adjusted_pairs(chances: Floats) -> Floats:
    """As :func:`adjusted`, of the pairs in a symmetric matrix."""
    upper = np.triu_indices(len(chances), 1)
    found = np.ones(chances.shape)
    found[upper] = adjusted(chances[upper])
    return np.minimum(found, found.T)


def _undecided(flags: Flags) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that are neither empty nor full once the decided ones are set aside."""
    rows, columns = np.arange(flags.shape[0]), np.arange(flags.shape[1])
    while True:
        inner = flags[np.ix_(rows, columns)]
        of_rows, of_columns = inner.sum(1), inner.sum(0)
        keep_rows = (of_rows > 0) & (of_rows < len(columns))
        keep_columns = (of_columns > 0) & (of_columns < len(rows))
        if keep_rows.all() and keep_columns.all():
            return rows, columns
        rows, columns = rows[keep_rows], columns[keep_columns]


def _configured(of_rows: np.ndarray, of_columns: np.ndarray) -> Floats:
    """``x y / (1 + x y)``, x and y such that the sums are the sizes; found by fixed point.

    Lines of one size share one value.
    """
    row_sizes, row_place, row_many = np.unique(of_rows, return_inverse=True, return_counts=True)
    sizes, place, many = np.unique(of_columns, return_inverse=True, return_counts=True)
    x = row_sizes / np.sqrt(of_rows.sum())
    y = sizes / np.sqrt(of_rows.sum())
    for _ in range(ITERATIONS):
        x = row_sizes / (many * y / (1 + np.outer(x, y))).sum(1)
        y = sizes / (row_many[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(0)
        product = np.outer(x, y)
        chances = product / (1 + product)
        if np.abs((chances * many).sum(1) - row_sizes).max() < PRECISION:
            break
    found: Floats = chances[np.ix_(row_place, place)]
    return found


def _upper_tails(chances: Floats) -> Floats:
    """For each line of chances, P(at least k successes) for k from 0 to their number."""
    lines, trials = chances.shape
    exact = np.zeros((lines, trials + 1))
    exact[:, 0] = 1.0
    for trial in range(trials):
        chance = chances[:, trial, None]
        exact[:, 1 : trial + 2] = (
            exact[:, 1 : trial + 2] * (1 - chance) + exact[:, : trial + 1] * chance
        )
        exact[:, :1] *= 1 - chance
    found: Floats = np.minimum(1.0, exact[:, ::-1].cumsum(1)[:, ::-1])
    return found
