"""What is measured is the real graph's kind, and a service costs little over its engine."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, Store

from bench import answers, asked, growth, measuring, report, request_cost, starting
from bench.engines.engine import AnswerError, Engine, free_port, serving
from bench.engines.ours import Ours
from bench.engines.peers import Fuseki, Oxigraph, Rdflib
from bench.engines.virtuoso import Virtuoso
from bench.generate_graph import DERIVED_SHARE, generate, templates
from graph.home.dump import dump_release
from graph.home.load import load_files

PREDICATE = re.compile(r"^\S+ (\S+) .*extracted/", re.MULTILINE)


def dumped(home, **options):
    out = io.BytesIO()
    dump_release(home.require(), out, form="nq", **options)
    return out.getvalue().decode().splitlines(keepends=True)


def test_a_generated_graph_has_the_size_and_the_shape_of_the_real_one(home):
    real = dumped(home)
    made = "".join(generate(real, 2 * len(real)))
    assert made == "".join(generate(real, 2 * len(real)))
    assert made.count("\n") * DERIVED_SHARE == pytest.approx(2 * len(real), rel=0.06)
    shape, like = (Counter(PREDICATE.findall(text)) for text in ("".join(real), made))
    assert shape.keys() == like.keys()
    factor = like.total() / shape.total()
    common = [name for name, number in shape.items() if number > 1000]
    assert common
    assert all(like[name] == pytest.approx(factor * shape[name], rel=0.2) for name in common)


def test_a_year_in_the_name_of_a_vocabulary_stays_when_a_report_of_it_is_another_year(home):
    found = templates(dumped(home))
    assert len(found) > 60
    assert not [each for each in found if "w3.org/\2" in each.text]


@pytest.mark.slow
def test_a_generated_graph_passes_the_gate(home, tmp_path):
    real = dumped(home)
    path = tmp_path / "made.nq"
    path.write_text("".join(generate(real, len(real) + 5_000)), "utf-8")
    release = load_files(home, [path])
    assert release.manifest.triples > len(real) + 3_000


def test_every_plain_formulation_belongs_to_a_question():
    names = {each.name for each in asked.saved()}
    assert {path.stem for path in asked.PLAIN.glob("*")} <= names
    assert asked.adhoc()


def test_answers_are_compared_as_bags_with_numbers_by_value():
    def body(*rows):
        cells = ",".join(f'{{"n":{{"type":"literal","value":"{each}"}}}}' for each in rows)
        return f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{cells}]}}}}'.encode()

    def same(one, two):
        return answers.digest(answers.rows(one)) == answers.digest(answers.rows(two))

    assert same(body("1.50", "b"), body("b", "1.5"))
    assert not same(body("1", "1"), body("1"))
    assert not same(body("1"), body("2"))


def test_a_peer_that_answers_otherwise_is_in_no_ratio():
    each = {
        "kind": "saved",
        "milliseconds": {"shipped": 2.0, "oxigraph": 4.0, "virtuoso": 1.0, "fuseki": None},
        "differ": ["virtuoso"],
    }
    assert report._ratio(each, "shipped", report.PEER_NAMES) == 0.5
    assert report._ratio(each, "shipped", ["virtuoso"]) is None


def test_warm_answers_over_the_bar_are_named_with_their_length():
    warm = {
        "short": {"ours": 0.3, "lookup": 0.4, "bytes": 2000},
        "long": {"ours": 0.8, "lookup": 0.4, "bytes": 9_000_000},
    }
    told = " ".join(line.strip() for line in report._warm(warm))
    assert "1.38 of its time in the median; over 1.2 are 1 of 2:" in told
    assert "`long` 2.00 (9,000 kB). The longest of the others has 2 kB." in told
    assert "gzip" not in told
    for each in warm.values():
        each["packed"] = 0.5
    warm["short"]["packed"] = 0.3
    told = " ".join(line.strip() for line in report._warm(warm))
    assert "gzip, until the last byte: 1.00; over 1.2 are 1 of 2: `long` 1.25." in told


def test_growth_is_told_of_one_version_only():
    def scale(triples, commit, load):
        kinds = {key: {"lianghui": load} for key in ("load", "start", "memory")}
        return {"triples": triples, "commit": commit, "questions": {}, **kinds}

    results = {
        "real": scale(10, "a", 1.0),
        "1m": scale(100, "a", 10.0),
        "10m": scale(1000, "b", 1.0),
    }
    told = " ".join(growth.growth(results))
    assert "from 10 to 100 triples" in told
    assert "fitted to 2 scales by least squares: load 1.00, start 1.00, memory 1.00;" in told


@given(st.floats(0.1, 2), st.floats(0.1, 100))
def test_growth_by_a_power_of_the_size_has_that_exponent(power, once):
    points = [(size, once * size**power) for size in (1e5, 1e6, 1e7)]
    assert growth.exponent([*points, (1e8, None)]) == pytest.approx(power)
    assert growth.exponent(points[:1]) is None


def test_an_engine_that_does_not_start_is_told(tmp_path):
    with pytest.raises(AnswerError, match="does not start"), serving(Broken(), tmp_path):
        pass
    assert free_port() > 0


@pytest.mark.slow
def test_starts_are_timed_one_after_the_other(home, tmp_path):
    place = tmp_path / "ours"
    place.mkdir()
    (place / "home").symlink_to(home.path)
    found = {"start": {"ours": 100.0}}
    starting.starts([(Ours("ours"), place)], found)
    assert 0 < found["start"]["ours"] <= found["slowest_start"]["ours"] < 60


class Broken(Engine):
    name = "broken"

    def version(self) -> str:
        return ""

    def load(self, data: Path, folder: Path) -> None:
        pass

    def command(self, folder: Path, port: int) -> list[str]:
        return ["false"]


def loaded(engine, home, folder):
    data, place = folder / "data.nq", folder / "engine"
    lines = dumped(home, graphs=["https://w3id.org/lianghui/graph/extracted/110000/2025"])
    data.write_text("".join(lines), "utf-8")
    place.mkdir()
    engine.load(data, place)
    return data, place


@pytest.mark.slow
@pytest.mark.parametrize("engine", [Oxigraph(), Virtuoso(), Fuseki()], ids=lambda each: each.name)
def test_a_peer_that_is_given_up_works_no_more(engine, home, tmp_path):
    _, place = loaded(engine, home, tmp_path)
    engine.seconds = 2
    with serving(engine, place) as served:
        with pytest.raises(AnswerError):
            served.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 2)
        time.sleep(2)
        before = served.processor()
        time.sleep(1)
        assert served.processor() - before < 0.3


@pytest.mark.slow
@pytest.mark.parametrize(
    "engine", [Oxigraph(), Virtuoso(), Fuseki(), Rdflib()], ids=lambda each: each.name
)
def test_a_peer_takes_the_same_graph_and_answers_the_same(engine, home, tmp_path):
    data, place = loaded(engine, home, tmp_path)
    store = Store()
    store.load(path=str(data))
    assert engine.version()
    with serving(engine, place) as served:
        for each in asked.adhoc():
            query = store.query(each.plain, use_default_graph_as_union=True)
            right = answers.rows(query.serialize(format=QueryResultsFormat.JSON))
            assert answers.rows(served.ask(each.plain, 60)[1]) == right, each.name


@pytest.mark.alone
@pytest.mark.slow
def test_what_a_request_costs_is_told_for_every_way(home, tmp_path):
    found = request_cost.measure(home.path, 3, tmp_path, ["directions", "lookup-province"])
    ways = {"engine", "memory", "oxigraph", "sparql", "cpu /query", "cpu /sparql"}
    assert set(found["directions"]) == ways | {"api"}
    assert set(found["lookup-province"]) == ways
    assert all(0 < seconds < 60 for times in found.values() for seconds in times.values())


@pytest.mark.slow
def test_the_service_takes_at_most_three_times_its_engines_time(home, tmp_path):
    """A ratio in one run, so that a busy machine slows both."""
    place = tmp_path / "ours"
    place.mkdir()
    (place / "home").symlink_to(home.path)
    store = home.require().store
    heavy = [each for each in asked.saved() if each.name in {"mentions", "shared-evidence"}]
    assert len(heavy) == 2
    with serving(Ours("ours", "--no-cache"), place) as served:
        for each in heavy:
            ours, engine = [], []
            for _ in range(5):
                ours.append(served.ask(each.plain, 60)[0])
                began = time.perf_counter()
                answer = store.query(each.plain, use_default_graph_as_union=True)
                answer.serialize(format=QueryResultsFormat.JSON)
                engine.append(time.perf_counter() - began)
            assert median(ours) < 3 * median(engine), each.name


ENGINES = ("lianghui", "lianghui-cached", "oxigraph", "virtuoso", "fuseki", "shipped")


def test_no_engine_always_comes_after_the_same_other():
    asks = [(name, None, "") for name in ENGINES]
    rounds = [[name for name, *_ in measuring._turned(asks, n)] for n in range(measuring.ROUNDS)]
    assert {frozenset(each) for each in rounds} == {frozenset(rounds[0])}
    for name in rounds[0]:
        places = (each.index(name) for each in rounds)
        before = {each[place - 1] for each, place in zip(rounds, places, strict=True) if place}
        assert len(before) > 1, name
