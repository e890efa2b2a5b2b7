"""Measures of networks in the graph: made with each release, and found by SPARQL."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from graph.home.publish import publishing
from graph.ingest import ingest
from graph.networks import analytics
from graph.networks.likeness import KEPT, LEAST, likenesses
from graph.questions import ask, question
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import LH, RDF
from server.cli import lianghui
from test_cube import CONSTRAINTS, normalised, violated

FIGURES = names.graph("analytics", "figures")
LIKENESS = names.graph("analytics", "likeness")


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    found = cast(QuerySolutions, ask(store, question(name), values))
    return [tuple(getattr(each, "value", "") for each in row) for row in found]


def hashes(home: Home) -> dict[str, str]:
    entries = home.require().manifest.graphs
    return {key: each.sha256 for key, each in entries.items() if "/analytics/" in key}


def directions(store: Store, theme: str, year: str) -> dict[str, Counter[str]]:
    """Straight from the quads: statements of each province by direction."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in store.quads_for_pattern(None, LH.aboutTheme, names.theme(theme)):
        said = defaultdict(set)
        for fact in store.quads_for_pattern(quad.subject, None, None):
            said[fact.predicate].add(getattr(fact.object, "value", ""))
        if said[LH.year] == {year} and said[LH.ofProvince] and said[LH.restsOn]:
            found[said[LH.ofProvince].pop()].update(said[LH.hasDirection])
    return found


def test_sparql_tells_the_five_provinces_most_like_guizhou_on_computing_power_in_2026(
    home: Home,
) -> None:
    store = home.require().store
    profiles = directions(store, "data-center-computing", "2026")
    mine = profiles[names.province("520000").value]
    expected = {}
    for province, theirs in profiles.items():
        if province != names.province("520000").value and theirs.total() >= LEAST:
            product = sum(mine[each] * theirs[each] for each in mine)
            norms = [sqrt(sum(n * n for n in each.values())) for each in (mine, theirs)]
            expected[province] = round(product / (norms[0] * norms[1]), 4)
    ranked = {p: 1 + sum(s > score for s in expected.values()) for p, score in expected.items()}
    found = rows(store, "most-alike-on-theme")
    assert len(found) >= 5
    assert {(row[1], int(row[0]), float(row[3])) for row in found} == {
        (province, rank, expected[province]) for province, rank in ranked.items() if rank <= KEPT
    }
    assert [int(row[0]) for row in found] == sorted(int(row[0]) for row in found)


def test_each_province_of_each_year_has_its_likest(home: Home) -> None:
    store = home.require().store
    for year in ("2025", "2026"):
        found = rows(store, "most-alike", province="贵州", year=year)
        assert [row[0] for row in found[:5]] == ["1", "2", "3", "4", "5"]
        assert all(int(row[4]) >= 20 for row in found)


def test_figures_stand_beside_chance_and_no_communities_are_told(home: Home) -> None:
    found = {(row[0], row[1].rsplit("/", 1)[1]): row[2:] for row in
             rows(home.require().store, "network-figures")}  # fmt: skip
    assert {year for year, _ in found} == {"2025", "2026"}
    for year in ("2025", "2026"):
        score, *_, conclusion = found[year, "modularity"]
        assert float(score) < 0.3
        assert conclusion.endswith("/no-structure")
        score, expected, deviation, chance, conclusion = found[year, "nestedness"]
        assert 0 < float(expected) < 100
        assert float(deviation) > 0
        rare = float(chance) <= 0.05
        assert conclusion.rsplit("/", 1)[1] == ("above-chance" if rare else "within-chance")


def test_every_analysis_names_method_parameters_seed_and_inputs(home: Home) -> None:
    found = rows(home.require().store, "analyses")
    assert [row[0] for row in found] == [FIGURES.value, LIKENESS.value]
    for _, method, parameters, seed, digest in found:
        assert method
        assert json.loads(parameters)["years"] == ["2025", "2026"]
        assert seed == "0"
        assert len(digest) == 64


def test_what_it_was_made_of_being_the_same_it_is_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashes(home)
    monkeypatch.setattr(analytics, "measured_years", None)  # whoever makes anew has to ask it
    with publishing(home, "a note") as draft:
        draft.add(
            [Quad(names.theme("quantum"), RDF.value, Literal("note"), NamedNode("http://x/g"))]
        )
    assert hashes(home) == before
    with pytest.raises(TypeError), publishing(home, "a fact") as draft:
        draft.add([Quad(names.theme("quantum"), LH.year, Literal("note"), NamedNode("http://x/g"))])


def test_a_graph_of_somebody_else_beside_ours_has_nothing_made_anew(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashes(home)
    monkeypatch.setattr(analytics, "measured_years", None)
    mine = names.graph("analytics", "mine")
    for number in range(2):
        with publishing(home, "a note") as draft:
            draft.add([Quad(names.theme("quantum"), RDF.value, Literal(number), mine)])
    assert {key: each for key, each in hashes(home).items() if key != mine.value} == before


@pytest.mark.slow
def test_a_report_that_is_read_changes_what_it_bears_on(home: Home, tmp_path: Path) -> None:
    before = hashes(home)
    ingest(home, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    after = hashes(home)
    assert before.keys() == after.keys()
    assert before != after  # the hash of the inputs is told
    store = home.require().store
    assert "2093" not in {row[0] for row in rows(store, "network-figures")}  # one province alone


def test_nothing_is_told_where_too_few_reports_were_read(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with publishing(home, "one") as draft:
        draft.add([Quad(names.theme("quantum"), RDF.type, LH.Theme, names.graph("reference"))])
    assert hashes(home) == {}


@pytest.mark.slow
def test_a_network_is_published_and_follows_the_facts(home: Home, tmp_path: Path) -> None:
    given = ["--home", str(home.path), "network", "claims", "--publish"]
    told = CliRunner().invoke(lianghui, given)
    assert told.exit_code == 0, told.output
    graph = names.graph("analytics", "claims")
    with home.require() as release:
        edges = list(release.store.quads_for_pattern(None, LH.fromNode, None, graph))
        assert f"{len(edges)} edges in {graph.value}" in told.output
        asked = cast(Iterable[object], ask(release.store, question("network-claims"), {}))
        subjects = {each.subject for each in asked if each.predicate == RDF.subject}  # type: ignore[attr-defined]
        assert len(subjects) == len(edges) > 20
    assert CliRunner().invoke(lianghui, given).exit_code == 0
    before = hashes(home)
    ingest(home, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    assert hashes(home).keys() == before.keys()
    assert len({row[-1] for row in rows(home.require().store, "analyses")}) == 1


def test_ties_share_a_rank_and_the_last_are_all_told() -> None:
    found = list(likenesses((), _profiles([(5, 0), (5, 0), (9, 0), (4, 4), (0, 6), (1, 1)])))
    first = {each.other: (each.rank, each.score) for each in found if each.province.endswith("/0")}
    assert first == {
        names.province("1").value: (1, 1.0),
        names.province("2").value: (1, 1.0),
        names.province("3").value: (3, round(1 / sqrt(2), 4)),
    }  # 4 shares nothing, 5 has too few


def _profiles(counts: list[tuple[int, int]]) -> list[object]:
    found = []
    for n, row in enumerate(counts):
        for k, count in enumerate(row):
            if count:
                edge = NamedNode(f"http://x/{n}-{k}")
                found += [
                    Triple(edge, RDF.subject, names.province(str(n))),
                    Triple(edge, RDF.object, names.thing("direction", k)),
                    Triple(edge, LH.aboutTheme, names.theme("quantum")),
                    Triple(edge, LH.count, Literal(count)),
                ]
    return found  # type: ignore[return-value]


@pytest.mark.slow
def test_analytics_are_valid_cubes(home: Home) -> None:
    """IC-12, unique observations, would compare all pairs: their keys are looked at instead."""
    merged = Store()
    for name in ("ontology", "reference", "analytics/figures", "analytics/likeness"):
        for quad in home.require().store.quads_for_pattern(None, None, None, names.graph(name)):
            merged.add(Quad(quad.subject, quad.predicate, quad.object))
    normalised(merged)
    tried = [each for each in CONSTRAINTS if each.stem not in ("ic-12", "ic-17")]
    assert [each.stem for each in tried if violated(merged, each)] == []
    keys = Counter(
        hashlib.sha256(
            "|".join(
                sorted(
                    f"{fact.predicate}{fact.object}"
                    for fact in merged.quads_for_pattern(quad.subject, None, None)
                    if fact.predicate not in (LH.score, LH.rank, LH.support, RDF.type)
                )
            ).encode()
        ).hexdigest()
        for quad in merged.quads_for_pattern(None, RDF.type, LH.AnalyticObservation)
    )
    assert len(keys) > 1000
    assert max(keys.values()) == 1
