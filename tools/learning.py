"""How the weights of the directions are learned from coded sentences; see ``tools/train.py``."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from graph.judging.features import Reading, of_rules, read
from graph.judging.learned import Directions
from graph.quality.gold import DIRECTIONS, Item

SEED = 0
SPREAD = 1.0
"""Inverse strength of the penalty, chosen by files that were left out (``tools.held_out``)."""
THRESHOLD, FALLBACK = 0.45, 0.2
LOST, COPIES = 0.3, 3
"""The chance of a rule to be left out of a further copy of a sentence, and how many there are."""
SEEN = 2
"""How many sentences must show a feature for it to be learned."""
TIMES = {"gold_2025": 2}
"""How often the sentences of a file count in training."""
FAMILIES = {
    "data": "big-data data-elements",
    "economy": "digital-economy new-quality-productive-forces",
    "factory": "industrial-internet cloud-computing",
    "network": "5g data-center-computing new-infrastructure",
    "security": "cybersecurity",
    "service": "digital-government smart-city internet-plus",
    "technology": "6g aerospace-low-altitude artificial-intelligence biotech blockchain"
    " fintech-digital-currency integrated-circuits intelligent-manufacturing internet-of-things"
    " new-energy new-energy-vehicles new-materials quantum vr-metaverse",
}
KINDS = {theme: kind for kind, themes in FAMILIES.items() for theme in themes.split()}

Features = Mapping[str, float]


def training(coded: Mapping[str, Sequence[Item]]) -> list[Item]:
    """The items of all files, those that two people coded twice."""
    return [item for name, own in coded.items() for item in own for _ in range(TIMES.get(name, 1))]


def train_directions(items: Sequence[Item], lost: float = LOST) -> Directions:
    """One logistic regression a direction, over the sentences and their blurred copies."""
    rows, sources = _blurred(items, lost)
    names, table = features_table(rows, SEEN, among=len(items))
    counts = np.where(np.arange(len(rows)) < len(items), 1.0, 1.0 / COPIES)
    columns = []
    for code, slug in DIRECTIONS.items():
        right = np.array([code in items[source].directions for source in sources])
        own = table @ _own_rules(names, slug)
        columns.append(fitted(own, right, SPREAD, sparse=False, counts=counts))
    weights = {
        name: tuple(round(float(column[place]), 4) for column in columns)
        for place, name in enumerate(names)
    }
    kept = {name: row for name, row in weights.items() if any(abs(each) >= 0.005 for each in row)}
    return Directions(tuple(DIRECTIONS.values()), KINDS, kept, THRESHOLD, FALLBACK)


def _blurred(items: Sequence[Item], lost: float) -> tuple[list[Features], list[int]]:
    """The features of all items, and of copies that lack some rules; whose copy each row is.

    The rules were written for wordings that had been seen, so among coded sentences nearly every
    direction has a rule. In a new sentence fewer hold. Copies in which rules are left out by
    chance make the weights learn what the other wordings around the term are worth.
    """
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    readings = [reading_of(item) for item in items]
    rows = [reading.features for reading in readings]
    sources = list(range(len(items)))
    for _ in range(COPIES):
        for place, item in enumerate(items):
            rows.append(struck(readings[place], KINDS[item.theme], lost, chance))
            sources.append(place)
    return rows, sources


def reading_of(item: Item) -> Reading:
    """What is read around an item's term."""
    return read(item.sentence, item.start, item.end, item.theme, KINDS[item.theme])


def struck(reading: Reading, kind: str, lost: float, chance: random.Random) -> Features:
    """The features without those of some rules; ``lost`` is the chance of each to be left out."""
    names = sorted({wording.cue.name for wording in reading.bound})
    kept = {name for name in names if chance.random() >= lost}
    all_rules = of_rules(reading.bound, kind)
    plain = {name: value for name, value in reading.features.items() if name not in all_rules}
    return plain | of_rules((each for each in reading.bound if each.cue.name in kept), kind)


def _own_rules(names: Sequence[str], slug: str) -> csr_matrix:
    """Blots out the rules of other directions.

    A sentence may well give a theme several directions: a rule for one must not speak against
    another, as it would since most sentences of the gold file give one alone.
    """
    kept = [not name.startswith("rule=") or name == f"rule=direction/{slug}" for name in names]
    return csr_matrix(np.diag(np.array(kept, dtype=float)))


def features_table(
    rows: Sequence[Features], least: int, *, among: int | None = None
) -> tuple[list[str], csr_matrix]:
    """The features that ``least`` of the first ``among`` rows show, and all rows as a table."""
    counts = Counter(name for row in rows[:among] for name in row)
    names = sorted(name for name, count in counts.items() if count >= least)
    place = {name: index for index, name in enumerate(names)}
    cells = [
        (number, place[name], value)
        for number, row in enumerate(rows)
        for name, value in row.items()
        if name in place
    ]
    down, across, values = (np.array(each) for each in zip(*cells, strict=True))
    table = csr_matrix((values, (down, across)), shape=(len(rows), len(names)))
    table.indices = table.indices.astype(np.int32)
    table.indptr = table.indptr.astype(np.int32)
    return names, table


def fitted(
    table: csr_matrix,
    right: NDArray[np.bool_],
    spread: float,
    *,
    sparse: bool,
    counts: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """The weights of a logistic regression; ``counts`` says how much each row counts."""
    model = LogisticRegression(
        C=spread,
        l1_ratio=float(sparse),
        solver="liblinear",
        fit_intercept=False,
        max_iter=400,
        random_state=SEED,
    )
    return cast("NDArray[np.float64]", model.fit(table, right, counts).coef_[0])
