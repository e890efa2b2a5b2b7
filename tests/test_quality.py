"""The extraction's quality as data, as it is shipped and as a release tells it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.gate import check
from graph.judging.cues import load as load_cues
from graph.lexicon import load as load_lexicon
from graph.quality.measurements import FILE, QUALITY, figures, measurements, shipped
from graph.releases import Home
from ontology import names
from ontology.names import DCTERMS, DQV, LH, RDF

AT = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
SCORE = {
    "precision": 0.75,
    "recall": 0.5,
    "f1": 0.6,
    "given": 3,
    "n": 4,
    "interval": {"precision": [0.5, 1.0], "recall": [0.25, 0.75], "f1": [0.4, 0.8]},
}
RESULT = {
    "n": 7,
    "mention": {"precision": 1.0, "recall": 0.875, "given": 5, "n": 6},
    "directions": {"micro": SCORE, "D3": SCORE},
    "role": {"accuracy": 0.9, "n": 7},
    "stance": {"accuracy": 1.0, "n": 7},
    "calibration": {"brier": 0.05, "reliability": [{"n": 2}, {"n": 3}]},
}
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in names.PREFIXES.items())


def made() -> Store:
    store = Store()
    store.extend(measurements(RESULT, "made-up", "ab" * 32, "lex1", "cue1", AT))
    return store


def value(store: Store, key: str, predicate: NamedNode) -> str:
    node = NamedNode(f"{names.BASE}id/measurement/made-up/{key}")
    (quad,) = store.quads_for_pattern(node, predicate, None, QUALITY)
    assert isinstance(quad.object, Literal)
    return quad.object.value


def test_every_figure_becomes_a_measurement() -> None:
    store = made()
    found = {
        quad.subject.value.rsplit("made-up/", 1)[1]
        for quad in store.quads_for_pattern(None, RDF.type, DQV.QualityMeasurement)
    }
    scores = {f"direction-{name}" for name in ("precision", "recall", "f1")}
    assert found == scores | {f"{each}/research-transfer" for each in scores} | {
        "brier-score", "mention-precision", "mention-recall", "role-accuracy", "stance-accuracy",
    }  # fmt: skip
    assert len(list(figures(RESULT))) == len(found)


def test_a_measurement_tells_value_interval_and_sample() -> None:
    store, key = made(), "direction-recall/research-transfer"
    assert value(store, key, DQV.value) == "0.5"
    assert value(store, key, LH.lowerBound) == "0.25"
    assert value(store, key, LH.upperBound) == "0.75"
    assert value(store, key, LH.sampleSize) == "4"
    assert value(store, "brier-score", LH.sampleSize) == "5"


def test_a_share_has_the_sample_that_it_is_of() -> None:
    store = made()
    sizes = {"direction-precision": "3", "direction-recall": "4"}
    for key, size in (sizes | {"mention-precision": "5", "mention-recall": "6"}).items():
        assert value(store, key, LH.sampleSize) == size


def test_all_directions_together_name_none() -> None:
    quads = list(made().quads_for_pattern(None, LH.hasDirection, None))
    assert len(quads) == 3
    assert {quad.object for quad in quads} == {names.thing("direction", "research-transfer")}


def test_the_labelled_sentences_and_the_versions_are_named() -> None:
    said = {quad.object.value for quad in made() if isinstance(quad.object, Literal)}
    assert {"sha256:" + "ab" * 32, "lex1", "cue1", "2031-05-06T07:08:09Z"} <= said


def test_a_share_that_was_never_measured_is_left_out() -> None:
    sections = RESULT | {
        "role": {"accuracy": 0.9, "n": 7, "with_sections": {"accuracy": 1, "n": 3}}
    }
    extra = set(figures(sections)) - set(figures(RESULT))
    assert [(each.metric, each.n) for each in extra] == [("role-accuracy-in-section", 3)]


def test_a_release_tells_how_good_the_extraction_is(home: Home) -> None:
    release = home.require()
    answer = release.store.query(
        PREFIXES
        + """SELECT ?metric ?value ?low ?n {
          ?m a dqv:QualityMeasurement ; dqv:isMeasurementOf/skos:notation ?metric ;
            dqv:computedOn/prov:wasDerivedFrom ?gold ; dqv:value ?value ; lh:sampleSize ?n
          OPTIONAL { ?m lh:lowerBound ?low } FILTER NOT EXISTS { ?m lh:hasDirection ?any } }""",
        use_default_graph_as_union=True,
    )
    assert isinstance(answer, QuerySolutions)
    found = {row["metric"].value: (float(row["value"].value), row["n"].value) for row in answer}
    told = json.loads(FILE.read_text("utf-8"))["result"]
    micro = told["directions"]["micro"]
    assert found["direction-precision"] == (micro["precision"], str(micro["given"]))
    assert found["role-accuracy"][0] == told["role"]["accuracy"]
    metrics = set(release.store.quads_for_pattern(None, RDF.type, DQV.Metric))
    assert found.keys() == {
        quad.subject.value.rsplit("/", 1)[1]
        for quad in metrics
        if isinstance(quad.subject, NamedNode)
    }


def test_the_shipped_measurements_pass_the_gate(home: Home) -> None:
    release = home.require()
    assert QUALITY.value in release.manifest.graphs
    assert check(release.store, {QUALITY.value}, lambda _: None) == []


def test_what_is_shipped_holds_figures_and_no_words_of_others() -> None:
    told = FILE.read_text("utf-8")
    assert "misses" not in json.loads(told)["result"]
    assert not re.search(r"[\u4e00-\u9fff]", told)


def test_what_is_shipped_is_of_the_gold_file_that_is_there(shared: Path) -> None:
    (digest,) = [quad.object for quad in shipped() if quad.predicate == DCTERMS.identifier]
    raw = (shared / "gold" / "gold_2025.json").read_bytes()
    assert digest == Literal("sha256:" + hashlib.sha256(raw).hexdigest())


def test_what_is_shipped_is_of_the_words_and_cues_that_are_there() -> None:
    told = json.loads(FILE.read_text("utf-8"))
    versions = (load_lexicon().version, load_cues().version)
    assert (told["lexicon"], told["cues"]) == versions, "run python -m tools.train"


@pytest.mark.parametrize("metric", [each.metric for each in figures(RESULT)])
def test_every_metric_is_declared(metric: str, home: Home) -> None:
    node = names.thing("metric", metric)
    assert any(home.require().store.quads_for_pattern(node, RDF.type, DQV.Metric))
