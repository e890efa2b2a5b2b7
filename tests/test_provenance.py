"""Who made a graph, by which version of the software, and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from graph import provenance
from graph.build import build
from graph.counts import publish as counts
from graph.home.publish import publishing
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.networks import analytics
from graph.networks import publish as networks
from graph.networks.catalogue import network, read
from graph.networks.publish import publish_network
from graph.open import open_home
from graph.provenance import PROVENANCE
from graph.releases import Home
from graph.version import TOOL
from made import report, write
from ontology import names
from ontology.names import LH, PROV, RDF, SCHEMA

AGENT = names.software(TOOL)


def told(home: Home, node: NamedNode, predicate: NamedNode) -> list[object]:
    found = home.require().store.quads_for_pattern(node, predicate, None, PROVENANCE)
    return [quad.object for quad in found]


def test_every_run_is_the_software_s(small: Home, tmp_path: Path) -> None:
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    runs = list(small.require().store.quads_for_pattern(None, PROV.generated, None, PROVENANCE))
    assert names.activity("extracted", "110000", 2093) in {quad.subject for quad in runs}
    for quad in runs:
        assert isinstance(quad.subject, NamedNode)
        assert told(small, quad.subject, PROV.wasAssociatedWith) == [AGENT]
        times = told(small, quad.subject, PROV.endedAtTime)
        assert len(times) == (quad.object != INFERRED)
    assert PROV.SoftwareAgent in told(small, AGENT, RDF.type)
    assert told(small, AGENT, SCHEMA.name) == [Literal(TOOL)]


def test_the_run_that_derives_is_told_of_once_and_without_a_time(home: Home) -> None:
    activity = names.activity("inferred")
    assert told(home, activity, PROV.generated) == [INFERRED]
    assert told(home, activity, LH.toolVersion) == [Literal(TOOL)]
    assert not told(home, activity, PROV.endedAtTime)
    before = home.require().manifest.graphs[PROVENANCE.value]
    with publishing(home, "something of mine") as draft:
        mine = NamedNode("http://example.org/mine")
        draft.update(f"INSERT DATA {{ GRAPH {mine} {{ {mine} {mine} 1 }} }}")
    assert home.require().manifest.graphs[PROVENANCE.value] == before


def test_a_release_without_the_run_gets_it(small: Home) -> None:
    with small.change("as an earlier version made it") as draft:
        draft.remove(list(draft.store.quads_for_pattern(names.activity("inferred"), None, None)))
    with publishing(small, "anything") as draft:
        draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
    assert told(small, names.activity("inferred"), PROV.generated) == [INFERRED]


def test_where_nothing_is_derived_no_run_is_told_of(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    with publishing(home, "of somebody else") as draft:
        draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
    assert PROVENANCE.value not in home.require().manifest.graphs


def test_the_runs_of_analytics_name_the_software_too(small: Home, tmp_path: Path) -> None:
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    asked = network("claims")
    with publishing(small, "publish") as draft:
        publish_network(draft, asked, read(asked, {}))
    store = small.require().store
    for name in ("counts", "claims"):
        activity, graph = names.activity("analytics", name), names.graph("analytics", name)
        named = store.quads_for_pattern(activity, PROV.wasAssociatedWith, None)
        assert [(quad.object, quad.graph_name) for quad in named] == [(AGENT, graph)]


def test_a_version_of_which_only_analytics_tell_is_described(
    small: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = "lianghui 99.0.0"
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    for module in (analytics, counts, networks, provenance):
        monkeypatch.setattr(module, "TOOL", later)
    with publishing(small, "by a later version") as draft:
        draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
    assert told(small, names.activity("inferred"), LH.toolVersion) == [Literal(TOOL)]
    assert PROV.SoftwareAgent in told(small, names.software(later), RDF.type)


@pytest.mark.slow
def test_two_builds_at_one_time_are_told_of_alike(tmp_path: Path) -> None:
    now = dt.datetime(2090, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    made = [build(open_home(tmp_path / name), now=now) for name in ("one", "other")]
    assert made[0].manifest.graphs == made[1].manifest.graphs
