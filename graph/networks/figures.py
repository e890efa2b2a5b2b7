"""What can be said of a year's network of provinces and themes as a whole, beside chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pyoxigraph import Triple

from graph.networks.backbone import adjusted_pairs, tails
from graph.networks.build import from_triples
from graph.networks.catalogue import network, read
from graph.networks.communities import communities
from graph.networks.matrix import Matrix, matrix, present
from graph.networks.neighbours import neighbourhood
from graph.networks.nestedness import Null, nestedness
from graph.networks.project import project
from graph.networks.similarity import tf_idf_cosine

LEVEL = 0.05
"""How rare by chance a value must be to be called above it, and the backbone's false share."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with, where it has them, what chance gives on average and how rare it is by chance.

    ``measure`` and ``conclusion`` are keys of the schemes of those names.
    """

    measure: str
    score: float
    expected: float | None = None
    deviation: float | None = None
    chance: float | None = None
    conclusion: str = ""


def figures(themes: Iterable[Triple], touching: Iterable[Triple], seed: int) -> Iterator[Figure]:
    """Of the triples of network-province-themes of a year and of network-neighbours."""
    made = from_triples(themes)
    table = matrix(made, "Province", "Theme")
    flags = present(table.counts)
    values = read(network("provinces-by-themes"), {}).options
    found = communities(project(made, table, values), seed)
    structure = "structure" if found.structure else "no-structure"
    yield Figure("modularity", found.modularity, conclusion=structure)
    yield Figure("stability", found.stability, conclusion=structure)
    yield _beside_chance("nestedness", nestedness(flags, seed))
    alike = tf_idf_cosine(table.counts)
    yield _beside_chance("neighbourhood", neighbourhood(alike, _touching(touching, table), seed))
    kept = np.triu(adjusted_pairs(tails(flags)) <= LEVEL, 1).sum()
    yield Figure("backbone-edges", float(kept))


def _beside_chance(measure: str, told: Null) -> Figure:
    above = "above-chance" if told.chance <= LEVEL else "within-chance"
    return Figure(measure, told.value, told.mean, told.deviation, told.chance, above)


def _touching(triples: Iterable[Triple], table: Matrix) -> np.ndarray:
    made = from_triples(triples)
    return np.array([[made.has_edge(one, other) for other in table.rows] for one in table.rows])
