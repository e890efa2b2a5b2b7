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
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from graph.direct import judge_by
from graph.judging.cues import load
from graph.judging.features import read
from graph.judging.learned import MODELS, Directions, Models, Roles, runs
from graph.judging.roles import section_at, sections
from graph.lexicon import load as load_lexicon
from graph.quality.evaluation import Judged, evaluate, judge_all
from graph.quality.gold import DIRECTIONS, Item, Texts, gold, reports
from graph.quality.measurements import FILE as QUALITY
from graph.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "gold_2025.json"
DATA = ROOT / "tests" / "data"
CODED = ("coded_2025", "gold_2026", "coded_2026", "round_6")
"""The maintainers' own coded sentences, as CSV files."""
YEARS = (2025, 2026)
FOLDS, SEED = 5, 0
SPREAD, ROLE_SPREAD = 0.5, 0.3
"""Inverse strengths of the penalties, chosen by the cross-validation."""
THRESHOLD, FALLBACK = 0.45, 0.2
SEEN = {"directions": 2, "roles": 8}
"""How many sentences must show a feature for it to be learned."""
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
Labelled = tuple[str, Features, bool]
"""Province, features of a sentence's role, and whether it stands in a review."""


def main() -> None:
    """Cross-validate, then train on all and write the models."""
    texts = reports(SHARED / "corpus" / "provincial")
    coded = labelled(texts)
    items = [item for each in coded.values() for item in each]
    told = role_sentences(texts, sorted({item.province for item in items}))
    result = {name: evaluate(part) for name, part in cross_validate(coded, told).items()}
    for name, part in result.items():
        _report(f"{name}, cross-validated by province", part)
    write_quality(result, dt.datetime.now(dt.UTC))
    write(train(items, told))


def labelled(texts: Texts) -> dict[str, list[Item]]:
    """All labelled sentences, by the names of their files."""
    paths = (GOLD, *(DATA / f"{name}.csv" for name in CODED))
    return {path.stem: gold(path, texts) for path in paths}


def cross_validate(
    coded: Mapping[str, Sequence[Item]], told: Sequence[Labelled]
) -> dict[str, list[Judged]]:
    """Judge each item by models that saw nothing of its province."""
    items = [item for each in coded.values() for item in each]
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


def train_directions(items: Sequence[Item]) -> Directions:
    """One logistic regression a direction."""
    rows = [read(i.sentence, i.start, i.end, i.theme, KINDS[i.theme]).features for i in items]
    names, table = _table(rows, SEEN["directions"])
    columns = []
    for code, slug in DIRECTIONS.items():
        right = np.array([code in item.directions for item in items])
        own = table @ _own_rules(names, slug)
        columns.append(_fitted(own, right, SPREAD, sparse=False))
    weights = {
        name: tuple(round(float(column[place]), 4) for column in columns)
        for place, name in enumerate(names)
    }
    kept = {name: row for name, row in weights.items() if any(abs(each) >= 0.005 for each in row)}
    return Directions(tuple(DIRECTIONS.values()), KINDS, kept, THRESHOLD, FALLBACK)


def _own_rules(names: Sequence[str], slug: str) -> csr_matrix:
    """Blots out the rules of other directions.

    A sentence may well give a theme several directions: a rule for one must not speak against
    another, as it would since most sentences of the gold file give one alone.
    """
    kept = [not name.startswith("rule=") or name == f"rule=direction/{slug}" for name in names]
    return csr_matrix(np.diag(np.array(kept, dtype=float)))


def train_roles(told: Sequence[Labelled]) -> Roles:
    """A sparse logistic regression over character runs."""
    names, table = _table([features for _, features, _ in told], SEEN["roles"])
    weights = _fitted(table, np.array([review for _, _, review in told]), ROLE_SPREAD, sparse=True)
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


def write_quality(result: Mapping[str, Mapping[str, Any]], at: dt.datetime) -> None:
    """Write the cross-validated figures, no sentence, for ``graph.quality.measurements``.

    Those on the gold file are the ones that the graph publishes; ``coded`` holds the others.
    """
    told = {
        "gold": GOLD.stem.replace("_", "-"),
        "gold_sha256": hashlib.sha256(GOLD.read_bytes()).hexdigest(),
        "folds": FOLDS,
        "at": at.isoformat(timespec="seconds"),
        "lexicon": load_lexicon().version,
        "cues": load().version,
        "result": {key: part for key, part in result[GOLD.stem].items() if key != "misses"},
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


def _table(rows: Sequence[Features], least: int) -> tuple[list[str], csr_matrix]:
    counts = Counter(name for row in rows for name in row)
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


def _fitted(
    table: csr_matrix, right: NDArray[np.bool_], spread: float, *, sparse: bool
) -> NDArray[np.float64]:
    model = LogisticRegression(
        C=spread,
        l1_ratio=float(sparse),
        solver="liblinear",
        fit_intercept=False,
        max_iter=400,
        random_state=SEED,
    )
    return cast("NDArray[np.float64]", model.fit(table, right).coef_[0])


def _report(title: str, result: Mapping[str, Any]) -> None:
    print(title)
    for code, figures in result["directions"].items():
        print(code, figures)
    for key in ("mention", "role", "stance", "calibration"):
        print(key, result[key])


if __name__ == "__main__":
    main()
