"""How right directions are on a file of coded sentences that the weights were not trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from graph.judging.cues import left_open
from graph.judging.features import Reading
from graph.judging.learned import Directions
from graph.quality.gold import DIRECTIONS, Item
from tools.learning import KINDS, LOST, SEED, reading_of, struck, train_directions, training

CODES = {slug: code for code, slug in DIRECTIONS.items()}
TOGETHER = ("gold_2026", "coded_2026", "round_6", "round_9")
"""Files of 2026 that are also left out all at once."""

Figures = dict[str, float]


def left_out(coded: Mapping[str, Sequence[Item]]) -> Iterator[tuple[str, dict[str, Figures]]]:
    """For each file, then for the files of one year together: precision and recall.

    Given for the sentences as they are, and with each rule struck out by a chance of ``LOST``, as
    a new sentence is met by fewer rules; each for weights trained with blurred copies
    (``whole``, ``struck``) and without (``whole_plain``, ``struck_plain``).
    """
    for name in coded:
        yield name, _figures(coded, (name,))
    yield " + ".join(TOGETHER), _figures(coded, TOGETHER)


def _figures(coded: Mapping[str, Sequence[Item]], names: Sequence[str]) -> dict[str, Figures]:
    unseen = [item for name in names for item in coded[name]]
    theirs = {(item.province, item.year, item.sentence) for item in unseen}
    others = {name: items for name, items in coded.items() if name not in names}
    seen = [
        item for item in training(others) if (item.province, item.year, item.sentence) not in theirs
    ]
    found = {}
    for suffix, lost in (("", LOST), ("_plain", 0.0)):
        model = train_directions(seen, lost)
        found[f"whole{suffix}"] = _measured(model, unseen, 0.0)
        found[f"struck{suffix}"] = _measured(model, unseen, LOST)
    return found


def _measured(model: Directions, items: Sequence[Item], lost: float) -> Figures:
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    right = given = coded = 0
    for item in items:
        told = _given(model, reading_of(item), KINDS[item.theme], lost, chance)
        right += len(told & item.directions)
        given += len(told)
        coded += len(item.directions)
    return {"precision": round(right / given, 4), "recall": round(right / coded, 4)}


def _given(
    model: Directions, reading: Reading, kind: str, lost: float, chance: random.Random
) -> frozenset[str]:
    if any(wording.cue.target == "stance/neutral" for wording in reading.bound):
        return frozenset()
    left = left_open(reading.bound, model.names)
    chances = model.probabilities(struck(reading, kind, lost, chance))
    given = model.chosen({name: each for name, each in chances.items() if name in left})
    return frozenset(CODES[name] for name in given)
