"""The shipped facts, built into a home."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph import standoff
from graph.build import build
from graph.home.publish import publishing
from graph.ingest import ingest
from graph.open import open_home
from graph.releases import Home
from made import report, write
from ontology import names

PROVENANCE = names.graph("provenance").value


def hashes(home: Home) -> dict[str, str]:
    entries = home.require().manifest.graphs
    return {graph: entry.sha256 for graph, entry in entries.items() if graph != PROVENANCE}


@pytest.mark.alone
@pytest.mark.slow
def test_an_empty_home_is_built_in_under_ten_seconds(tmp_home: Path) -> None:
    started = time.perf_counter()
    release = build(open_home(tmp_home))
    assert time.perf_counter() - started < 10
    assert release.number == 1
    assert set(release.manifest.versions) == {"lexicon", "ontology", "rules"}


@pytest.mark.slow
def test_a_second_build_gives_the_same_graphs(home: Home, tmp_path: Path) -> None:
    first = hashes(home)
    build(home)
    assert hashes(home) == first
    elsewhere = open_home(tmp_path / "elsewhere")
    build(elsewhere)
    assert hashes(elsewhere) == first


def test_every_graph_has_its_activity(home: Home) -> None:
    release = home.require()
    made = {
        quad.object.value
        for quad in release.store.quads_for_pattern(None, names.PROV.generated, None)
    }
    assert made == set(release.manifest.graphs) - {PROVENANCE}


@pytest.mark.slow
def test_a_build_keeps_what_was_read(home: Home, tmp_path: Path) -> None:
    ingest(home, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    before = hashes(home)
    build(home)
    assert hashes(home) == before


def test_a_maker_in_words_stops_no_build(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standoff, "shipped", lambda: ())
    creator = f"{names.DCTERMS.creator} 'Somebody'"
    with publishing(small, "an article of somebody else's") as draft:
        graph = names.graph("asserted", "mine")
        draft.update(f"INSERT DATA {{ GRAPH {graph} {{ <http://example.org/x> {creator} }} }}")
    build(small)
    assert graph.value in small.require().manifest.graphs


def test_no_triple_is_in_two_graphs(home: Home) -> None:
    store = home.require().store
    triples = [(quad.subject, quad.predicate, quad.object) for quad in store]
    assert len(triples) == len(set(triples)) > 5000
