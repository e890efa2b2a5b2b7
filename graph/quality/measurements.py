"""How good the extraction is, as data: ``graph/quality`` in the W3C Data Quality Vocabulary.

The figures are cross-validated ones that ``tools/train.py`` writes to ``graph/data/quality.json``;
``docs/quality.md`` is made of the same file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from graph.quality.gold import DIRECTIONS
from ontology import names
from ontology.names import DCTERMS, DQV, LH, PROV, RDF, SKOS, XSD

QUALITY = names.graph("quality")
FILE = Path(__file__).parents[1] / "data" / "quality.json"
MICRO = "micro"
"""The key of the figures over all directions, whose measurements name none."""

Fact = tuple[NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: ``metric`` is its slug, ``n`` its labels, ``interval`` the 95 % interval."""

    metric: str
    value: float
    n: int
    interval: tuple[float, float] | None = None
    direction: str = MICRO


def shipped(path: Path = FILE) -> Iterator[Quad]:
    """The measurements that the package brings along."""
    told = json.loads(path.read_text("utf-8"))
    yield from measurements(
        told["result"],
        told["gold"],
        told["gold_sha256"],
        told["lexicon"],
        told["cues"],
        dt.datetime.fromisoformat(told["at"]),
        folds=told["folds"],
    )


def measurements(
    result: Mapping[str, Any],
    gold_name: str,
    digest: str,
    lexicon: str,
    cues: str,
    at: dt.datetime,
    *,
    folds: int = 0,
) -> Iterator[Quad]:
    """A ``dqv:QualityMeasurement`` for each figure of :func:`graph.quality.evaluation.evaluate`.

    ``gold_name`` and ``digest`` (SHA-256, hex) tell which labelled sentences were judged,
    ``lexicon`` and ``cues`` by which versions, ``at`` when; ``folds`` is how many folds by
    province the cross-validation had, 0 where there was none.
    """
    judged = names.thing("evaluation", gold_name)
    gold = names.thing("gold", gold_name)
    yield from _quads(
        gold,
        (RDF.type, PROV.Entity),
        (DCTERMS.identifier, Literal(f"sha256:{digest}")),
        *_labels(f"Labelled sentences {gold_name}", f"人工标注句子 {gold_name}"),
    )
    yield from _quads(
        judged,
        (RDF.type, PROV.Entity),
        (PROV.wasDerivedFrom, gold),
        (PROV.generatedAtTime, _time(at)),
        (LH.lexiconVersion, Literal(lexicon)),
        (LH.cuesVersion, Literal(cues)),
        *_labels(*_titles(gold_name, folds)),
    )
    for each in figures(result):
        yield from _measurement(gold_name, judged, each)


def figures(result: Mapping[str, Any]) -> Iterator[Measured]:
    """The figures of an evaluation that are worth a measurement."""
    for code, told in result["directions"].items():
        for name in ("precision", "recall", "f1"):
            low, high = told["interval"][name]
            yield Measured(f"direction-{name}", told[name], _sample(told, name), (low, high), code)
    told = result["mention"]
    for name in ("precision", "recall"):
        yield Measured(f"mention-{name}", told[name], _sample(told, name))
    for name in ("role", "stance"):
        yield Measured(f"{name}-accuracy", result[name]["accuracy"], result[name]["n"])
    if within := result["role"].get("with_sections"):
        yield Measured("role-accuracy-in-section", within["accuracy"], within["n"])
    calibration = result["calibration"]
    n = sum(part["n"] for part in calibration["reliability"])
    yield Measured("brier-score", calibration["brier"], n)


def _sample(told: Mapping[str, Any], name: str) -> int:
    """What the share is of: what was given for precision, else what is to find."""
    return int(told["given" if name == "precision" else "n"])


def _measurement(gold_name: str, judged: NamedNode, each: Measured) -> Iterator[Quad]:
    slug = DIRECTIONS.get(each.direction)
    key = (gold_name, each.metric, slug) if slug else (gold_name, each.metric)
    facts: list[Fact] = [
        (RDF.type, DQV.QualityMeasurement),
        (DQV.isMeasurementOf, names.thing("metric", each.metric)),
        (DQV.computedOn, judged),
        (DQV.value, _decimal(each.value)),
        (LH.sampleSize, Literal(each.n)),
    ]
    if slug:
        facts.append((LH.hasDirection, names.thing("direction", slug)))
    if each.interval:
        low, high = each.interval
        facts += [(LH.lowerBound, _decimal(low)), (LH.upperBound, _decimal(high))]
    yield from _quads(names.thing("measurement", *key), *facts)


def _titles(gold_name: str, folds: int) -> tuple[str, str]:
    if not folds:
        return f"The extractor on {gold_name}", f"抽取程序在 {gold_name} 上的结果"
    return (
        f"The extractor on {gold_name}, {folds}-fold cross-validation by province",
        f"抽取程序在 {gold_name} 上按省份 {folds} 折交叉验证的结果",
    )


def _quads(subject: NamedNode, *facts: Fact) -> Iterator[Quad]:
    for predicate, value in facts:
        yield Quad(subject, predicate, value, QUALITY)


def _labels(english: str, chinese: str) -> tuple[Fact, ...]:
    return (
        (SKOS.prefLabel, Literal(english, language="en")),
        (SKOS.prefLabel, Literal(chinese, language="zh")),
    )


def _decimal(value: float) -> Literal:
    return Literal(str(Decimal(str(value))), datatype=XSD.decimal)


def _time(at: dt.datetime) -> Literal:
    return Literal(f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", datatype=XSD.dateTime)
