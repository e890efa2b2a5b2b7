"""Train the shipped models: ``python -m tools.train`` (needs scikit-learn and ../shared).

The directions are learned from the gold file and from the maintainers' coded sentences of 2025
and 2026 in ``tests/data``; the roles from the sections that headings tell of, over all reports of
these years, without any label by hand. Prints what five-fold cross-validation by province gives:
the shipped weights have seen all of their own training sentences, so no figure of theirs on the
same sentences is honest. The cross-validated figures go to ``graph/data/quality.json``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from graph.direct import judge_by
from graph.judging.cues import load
from graph.judging.learned import MODELS, Models, Roles, runs
from graph.judging.roles import section_at, sections
from graph.lexicon import load as load_lexicon
from graph.quality.evaluation import Judged, evaluate, judge_all
from graph.quality.gold import Item, Texts, gold, reports
from graph.quality.measurements import FILE as QUALITY
from graph.sentences import sentences
from tools.held_out import left_out
from tools.learning import SEED, Features, features_table, fitted, train_directions, training

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "gold_2025.json"
DATA = ROOT / "tests" / "data"
CODED = ("coded_2025", "gold_2026", "coded_2026", "round_6", "round_8", "round_9", "round_10")
"""The maintainers' own coded sentences, as CSV files."""
YEARS = (2025, 2026)
FOLDS = 5
ROLE_SPREAD = 0.6
"""Inverse strength of the penalty, chosen by the cross-validation."""
ROLE_SEEN = 8
"""How many sentences must show a feature for it to be learned."""

Labelled = tuple[str, Features, bool]
"""Province, features of a sentence's role, and whether it stands in a review."""


def main() -> None:
    """Cross-validate, then train on all and write the models."""
    texts = reports(SHARED / "corpus" / "provincial")
    coded = labelled(texts)
    items = training(coded)
    told = role_sentences(texts, sorted({item.province for item in items}))
    result = {name: evaluate(part) for name, part in cross_validate(coded, told).items()}
    for name, part in result.items():
        _report(f"{name}, cross-validated by province", part)
    held = dict(left_out(coded))
    for name, figures in held.items():
        print(f"{name}, left out", figures)
    write_quality(result, held, dt.datetime.now(dt.UTC))
    write(train(items, told))


def labelled(texts: Texts) -> dict[str, list[Item]]:
    """All labelled sentences, by the names of their files."""
    paths = (GOLD, *(DATA / f"{name}.csv" for name in CODED))
    return {path.stem: gold(path, texts) for path in paths}


def cross_validate(
    coded: Mapping[str, Sequence[Item]], told: Sequence[Labelled]
) -> dict[str, list[Judged]]:
    """Judge each item by models that saw nothing of its province."""
    items = training(coded)
    provinces = sorted({item.province for item in items})
    random.Random(SEED).shuffle(provinces)  # noqa: S311 (no secret)
    judged: dict[str, list[Judged]] = {name: [] for name in coded}
    for fold in range(FOLDS):
        held = set(provinces[fold::FOLDS])
        seen = [item for item in items if item.province not in held]
        judging = partial(judge_by, train(seen, [each for each in told if each[0] not in held]))
        for name, own in coded.items():
            unseen = [item for item in own if item.province in held]
            judged[name] += judge_all(unseen, judging)
    return judged


def train(items: Sequence[Item], told: Sequence[Labelled]) -> Models:
    """Models from labelled items, and from sentences whose section is known."""
    return Models(train_directions(items), train_roles(told))


def train_roles(told: Sequence[Labelled]) -> Roles:
    """A sparse logistic regression over character runs."""
    names, table = features_table([features for _, features, _ in told], ROLE_SEEN)
    weights = fitted(table, np.array([review for _, _, review in told]), ROLE_SPREAD, sparse=True)
    pairs = zip(names, weights, strict=True)
    return Roles({name: round(float(weight), 4) for name, weight in pairs if abs(weight) >= 0.005})


def role_sentences(texts: Texts, provinces: Collection[str]) -> list[Labelled]:
    """The sentences of the reports whose headings say if they look back or ahead."""
    found: list[Labelled] = []
    for province, year in product(provinces, YEARS):
        text = texts(province, year) or ""
        parts = sections(text)
        for start, end in sentences(text):
            held = section_at(parts, start)
            if held and held.role in ("plan", "review") and 8 < end - start < 400:
                features = dict.fromkeys((*runs(text[start:end]), "bias"), 1.0)
                found.append((province, features, held.role == "review"))
    return found


def write(models: Models) -> None:
    """Write the models as JSON, one feature a line."""
    about = {"trained_by": "tools/train.py", "cues": load().version}
    directions = models.directions
    _dump(
        "directions.json",
        about
        | {
            "directions": directions.names,
            "threshold": directions.threshold,
            "fallback": directions.fallback,
            "kinds": dict(directions.kinds),
        },
        directions.weights,
    )
    _dump("roles.json", about, models.roles.weights)


def write_quality(
    result: Mapping[str, Mapping[str, Any]], held: Mapping[str, Any], at: dt.datetime
) -> None:
    """Write the cross-validated figures, no sentence, for ``graph.quality.measurements``.

    Those on the gold file are the ones that the graph publishes; ``coded`` holds the others, and
    ``left_out`` those of ``tools.held_out``.
    """
    told = {
        "gold": GOLD.stem.replace("_", "-"),
        "gold_sha256": hashlib.sha256(GOLD.read_bytes()).hexdigest(),
        "folds": FOLDS,
        "at": at.isoformat(timespec="seconds"),
        "lexicon": load_lexicon().version,
        "cues": load().version,
        "result": {key: part for key, part in result[GOLD.stem].items() if key != "misses"},
        "left_out": held,
        "coded": {name: _told(part) for name, part in result.items() if name != GOLD.stem},
    }
    QUALITY.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _told(result: Mapping[str, Any]) -> dict[str, Any]:
    role = result["role"]
    return {
        "n": result["n"],
        "precision": result["directions"]["micro"]["precision"],
        "recall": result["directions"]["micro"]["recall"],
        "role": role["accuracy"],
        "role_in_section": role["with_sections"]["accuracy"],
    }


def _dump(name: str, about: Mapping[str, Any], weights: Mapping[str, Any]) -> None:
    head = json.dumps(dict(about), ensure_ascii=False)[:-1]
    rows = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value)}"
        for key, value in sorted(weights.items())
    )
    MODELS.mkdir(exist_ok=True)
    (MODELS / name).write_text(f'{head}, "weights": {{\n{rows}\n}}}}\n', "utf-8")


def _report(title: str, result: Mapping[str, Any]) -> None:
    print(title)
    for code, figures in result["directions"].items():
        print(code, figures)
    for key in ("mention", "role", "stance", "calibration"):
        print(key, result[key])


if __name__ == "__main__":
    main()
