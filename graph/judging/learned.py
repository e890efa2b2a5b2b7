"""The learned weights: linear models over named features, trained by ``tools/train.py``.

They ship as JSON and are evaluated here in plain Python, so that nothing but the training needs
scikit-learn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from typing import Any

from graph.errors import DamagedHomeError

MODELS = Path(__file__).parents[1] / "model"
_NUMBER = re.compile(r"[0-9.]+")
_CLAUSES = re.compile(r"[，；。！：]")
GRAM = 3
"""The longest run of characters that is a feature of a sentence's role."""


@dataclass(frozen=True)
class Directions:
    """One logistic model a direction over the features of ``graph.judging.features``.

    ``threshold`` is the probability from which a direction is given; where none reaches it, the
    likeliest is given from ``fallback`` on, since a true mention rarely has no direction.
    """

    names: tuple[str, ...]
    kinds: Mapping[str, str]
    weights: Mapping[str, tuple[float, ...]]
    threshold: float
    fallback: float

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """The probability of each direction."""
        weights = self.weights.get
        known = [(value, row) for name, value in features.items() if (row := weights(name))]
        if not known:
            return dict.fromkeys(self.names, 0.5)
        values, rows = zip(*known, strict=True)
        sums = (sum(map(mul, values, column)) for column in zip(*rows, strict=True))
        return dict(zip(self.names, map(logistic, sums), strict=True))

    def chosen(self, probabilities: Mapping[str, float]) -> list[str]:
        """The directions that are given, the likeliest first."""
        ranked = sorted(probabilities, key=lambda name: -probabilities[name])
        over = [name for name in ranked if probabilities[name] >= self.threshold]
        return over or [name for name in ranked[:1] if probabilities[name] >= self.fallback]


@dataclass(frozen=True)
class Roles:
    """A logistic model over character runs: does a sentence look back (review) or ahead."""

    weights: Mapping[str, float]

    def review(self, sentence: str) -> float:
        """The probability that the sentence reviews what was done."""
        get = self.weights.get
        return logistic(get("bias", 0.0) + sum(get(run, 0.0) for run in runs(sentence)))


def runs(sentence: str) -> set[str]:
    """The features of a sentence's role: its character runs, and how its clauses begin and end."""
    plain = _NUMBER.sub("0", sentence)
    found = {
        plain[place : place + size]
        for size in range(1, GRAM + 1)
        for place in range(len(plain) - size + 1)
    }
    for clause in filter(None, map(str.strip, _CLAUSES.split(plain))):
        found |= {f"^{clause[:2]}", f"{clause[-2:]}$", f"{clause[-1:]}$"}
    return found


def logistic(total: float) -> float:
    """The logistic function, safe for any size of its argument."""
    return 1 / (1 + exp(-total)) if -60 < total < 60 else float(total > 0)


@dataclass(frozen=True)
class Models:
    """All that was learned."""

    directions: Directions
    roles: Roles


@cache
def shipped() -> Models:
    """The models of the package. Raises DamagedHomeError where their files are unsound."""
    data = _load("directions.json")
    directions = Directions(
        tuple(data["directions"]),
        data["kinds"],
        {feature: tuple(row) for feature, row in data["weights"].items()},
        data["threshold"],
        data["fallback"],
    )
    return Models(directions, Roles(_load("roles.json")["weights"]))


def _load(name: str) -> dict[str, Any]:
    try:
        return dict(json.loads((MODELS / name).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise DamagedHomeError(f"{name}: {error}; install the package again") from error
