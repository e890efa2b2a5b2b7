"""A bipartite network as a matrix, and what is computed on it."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.networks.build import kinds

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of ``rows`` (such as provinces) by ``columns`` (such as themes)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Floats


def matrix(made: nx.Graph, rows: str, columns: str, value: str = "count") -> Matrix:
    """The network's edges between nodes of two kinds; where there is no edge stands 0."""
    found = kinds(made)
    first, second = found.get(rows, []), found.get(columns, [])
    place = {node: n for n, node in enumerate(second)}
    counts = np.zeros((len(first), len(second)))
    for n, node in enumerate(first):
        for other, told in made[node].items():
            if other in place:
                counts[n, place[other]] = told[value]
    return Matrix(tuple(first), tuple(second), counts)


def specialisation(counts: Floats) -> Floats:
    """Revealed comparative advantage (Balassa 1965): a cell's share of its row over all's.

    1 where the row has the share that all rows have together; 0 in empty rows and columns.
    """
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(expected > 0, counts * counts.sum() / expected, 0.0)
    return found


def present(counts: Floats) -> Flags:
    """Where a row names a column at all."""
    return counts > 0


def specialised(counts: Floats) -> Flags:
    """Where a row puts more weight on a column than all rows together do."""
    return specialisation(counts) > 1
