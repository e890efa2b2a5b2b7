"""Communities, told only where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

import networkx as nx
import numpy as np

STRUCTURE = 0.3
"""The modularity from which a network is said to have communities (Clauset et al. 2004)."""
RUNS = 10


@dataclass(frozen=True, slots=True)
class Communities:
    """What :func:`communities` found: ``modularity`` of the best run, ``stability`` over all.

    ``parts`` are the communities, largest first, and none where there is no structure.
    """

    modularity: float
    stability: float
    parts: tuple[frozenset[str], ...]

    @property
    def structure(self) -> bool:
        """Whether there is any."""
        return bool(self.parts)


def communities(made: nx.Graph, seed: int, runs: int = RUNS) -> Communities:
    """The communities by Louvain's method (Blondel et al. 2008) on the weights, run several times.

    The stability is the mean adjusted Rand index between the runs: 1 where all agree, about 0
    where they agree by chance. Below :data:`STRUCTURE` no communities are given.
    """
    if not made.size("weight"):
        return Communities(0.0, 0.0, ())
    found = [
        nx.community.louvain_communities(made, weight="weight", seed=seed + run)
        for run in range(runs)
    ]
    scored = [nx.community.modularity(made, each, weight="weight") for each in found]
    best = max(range(runs), key=lambda run: (scored[run], -run))
    nodes = list(made)
    labels = [_labels(nodes, each) for each in found]
    pairs = [adjusted_rand(one, two) for one, two in combinations(labels, 2)]
    parts = sorted(map(frozenset, found[best]), key=lambda part: (-len(part), min(part)))
    told = tuple(parts) if scored[best] >= STRUCTURE else ()
    return Communities(round(scored[best], 6), round(fmean(pairs), 6) if pairs else 1.0, told)


def adjusted_rand(one: np.ndarray, two: np.ndarray) -> float:
    """How far two partitions agree beyond chance (Hubert and Arabie 1985)."""
    table = np.zeros((one.max() + 1, two.max() + 1))
    np.add.at(table, (one, two), 1)
    both, first, second = (_pairs(each) for each in (table, table.sum(1), table.sum(0)))
    expected = first * second / _pairs(np.array([len(one)])) if len(one) > 1 else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def _labels(nodes: list[str], parts: list[set[str]]) -> np.ndarray:
    place = {node: n for n, part in enumerate(parts) for node in part}
    return np.array([place[node] for node in nodes])


def _pairs(counts: np.ndarray) -> float:
    return float((counts * (counts - 1) / 2).sum())
