"""What every engine is given and says, against the embedded store behind the same service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import running
from graph.engines.engine import connect
from graph.engines.publish import publish
from graph.engines.target import target
from graph.releases import Home
from other_engines import ENGINES, GRAPHS, VALUE, by_engine, seen, sizes, write
from other_engines import Running as EngineRunning
from other_engines import running as engine_running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

ONE = f"{{ ?s {VALUE} ?n FILTER(STRENDS(STR(?s), '/7')) }}"
ASKED = {
    f"SELECT ?s ?n {ONE} ORDER BY ?s": ("json", "xml", "csv", "tsv"),
    "SELECT ?s { ?s ?p 7 }": ("json", "csv"),
    f"ASK {{ ?s {VALUE} 1 }}": ("json", "xml"),
    "ASK { ?s ?p 7 }": ("json",),
    f"CONSTRUCT {{ ?s {VALUE} ?n }} {ONE}": ("ntriples",),
    f"SELECT ?s ?o FROM {GRAPHS[1]} {{ ?s ?p ?o }} ORDER BY ?s": ("csv",),
    f"SELECT ?g ?s FROM NAMED {GRAPHS[1]} {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?s": ("csv",),
    f"SELECT ?s ?o {{ GRAPH {GRAPHS[1]} {{ ?s ?p ?o }} }} ORDER BY ?s": ("csv",),
    f"SELECT ?g ?s {{ BIND({GRAPHS[1]} AS ?g) GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?s": ("csv",),
    f"SELECT ?g ?s ?n {{ GRAPH ?g {ONE} }} ORDER BY ?g ?s": ("csv",),
}
"""Queries, and the forms in which their answers are compared."""
REFUSED = (
    "SELECT * { ?s ?p }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * FROM <http://other.example/> { ?s ?p ?o }",
)


@pytest.fixture(scope="module", params=sorted(ENGINES))
def each(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineRunning]:
    """Every engine in turn, for slow tests."""
    with engine_running(request.param, tmp_path_factory.mktemp("each") / "engine") as found:
        yield found


@pytest.fixture
def made(tmp_path: Path) -> Home:
    home = Home(tmp_path / "made")
    write(home)
    return home


@pytest.mark.parametrize("with_graph_store", [True, False])
def test_a_large_graph_is_put_whole(
    each: EngineRunning, made: Home, with_graph_store: bool
) -> None:
    rows = 30_000
    with made.change("large") as draft:
        graph = GRAPHS[0]
        draft.replace_graph(
            graph, (Quad(NamedNode(f"urn:s{n}"), VALUE, Literal(n), graph) for n in range(rows))
        )
    spec = each.spec if with_graph_store else each.spec.rpartition(",")[0]
    publish(made, target(spec))
    assert sizes(each)[GRAPHS[0].value] == rows


def test_the_engine_is_asked_and_its_answers_are_written_as_ours(
    each: EngineRunning, made: Home
) -> None:
    publish(made, target(each.spec))
    with (
        running.running(made.path, "--store", each.spec, "--no-cache") as server,
        running.running(made.path, "--no-cache") as plain,
    ):
        assert seen(server) == {"1": 480}
        before = by_engine(server)
        assert before >= 1
        for text, forms in ASKED.items():
            for form in forms:
                ours, theirs = plain.query(text, format=form), server.query(text, format=form)
                assert (theirs.status, theirs.headers["content-type"]) == (
                    ours.status,
                    ours.headers["content-type"],
                )
                assert sorted(theirs.body.splitlines()) == sorted(ours.body.splitlines()), text
        assert by_engine(server) == before + sum(len(ASKED[text]) for text in trusted(each))
        for text in REFUSED:
            ours, theirs = plain.query(text), server.query(text)
            assert theirs.status == ours.status
            assert theirs.json | {"request": ""} == ours.json | {"request": ""}
            assert theirs.status in (400, 403)


def trusted(engine: EngineRunning) -> list[str]:
    """The queries that are passed on to this engine."""
    with connect(target(engine.spec)) as found:
        wrong = found.dialect.distrusted
    return [text for text in ASKED if wrong is None or not wrong.search(text)]
