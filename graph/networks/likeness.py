"""Which provinces are most alike: in the themes they name, and in the directions on a theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pyoxigraph import Literal, NamedNode, Triple

from graph.networks.build import from_triples
from graph.networks.matrix import Floats, matrix
from graph.networks.similarity import cosine, tf_idf_cosine
from ontology.names import LH, RDF

KEPT = 5
"""Ranks that are told of each province; all that tie with the last are."""
LEAST = 5
"""Directions on a theme, counted by statement, from which two profiles are compared."""
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """How like ``province`` another is: ``rank`` 1 is the likest, ties share one.

    ``support`` is what the score rests on: the lesser of the two provinces' mentions, or of
    their directions on the ``theme``.
    """

    province: str
    other: str
    theme: str
    score: float
    rank: int
    support: int


def likenesses(themes: Iterable[Triple], profiles: Iterable[Triple]) -> Iterator[Alike]:
    """Of the triples of network-province-themes and network-direction-profiles of a year."""
    table = matrix(from_triples(themes), "Province", "Theme")
    yield from _ranked(table.rows, tf_idf_cosine(table.counts), table.counts.sum(1), "")
    for theme, told in sorted(_profiles(profiles).items()):
        rows = tuple(sorted({province for province, _ in told}))
        columns = sorted({direction for _, direction in told})
        counts = np.array([[told.get((row, each), 0) for each in columns] for row in rows], float)
        enough = counts.sum(1) >= LEAST
        kept = tuple(row for row, fits in zip(rows, enough, strict=True) if fits)
        yield from _ranked(kept, cosine(counts[enough]), counts[enough].sum(1), theme)


def _ranked(rows: tuple[str, ...], alike: Floats, sizes: Floats, theme: str) -> Iterator[Alike]:
    scores = alike.round(DIGITS)
    for n, row in enumerate(rows):
        others = np.delete(np.arange(len(rows)), n)
        ranks = 1 + (scores[n, others][None, :] > scores[n, others][:, None]).sum(1)
        for k, rank in zip(others.tolist(), ranks.tolist(), strict=True):
            if rank <= KEPT and scores[n, k] > 0:
                support = int(min(sizes[n], sizes[k]))
                yield Alike(row, rows[k], theme, float(scores[n, k]), rank, support)


def _profiles(triples: Iterable[Triple]) -> dict[str, dict[tuple[str, str], int]]:
    """Statements by province and direction, for each theme."""
    facts: dict[NamedNode, dict[NamedNode, str]] = defaultdict(dict)
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            facts[triple.subject][triple.predicate] = triple.object.value
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for said in facts.values():
        found[said[LH.aboutTheme]][said[RDF.subject], said[RDF.object]] = int(said[LH.count])
    return found
