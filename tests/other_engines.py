"""Other engines, started for real, and small releases; a test skips where its engine is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import running as service
from bench.engines import tools, writable
from bench.engines.peers import Fuseki, Oxigraph
from bench.engines.virtuoso import Virtuoso
from bench.engines.writable import Running, Writable
from graph.engines.engine import Engine, connect
from graph.engines.mark import Mark
from graph.engines.target import Target, target
from graph.releases import Home

VALUE = NamedNode("http://example.org/value")
GRAPHS = [NamedNode(f"http://example.org/graph/{n:02}") for n in range(12)]
COUNT = "SELECT ?n (COUNT(*) AS ?rows) { ?s <http://example.org/value> ?n } GROUP BY ?n"

ENGINES: dict[str, Writable] = {each.name: each for each in (Fuseki(), Oxigraph(), Virtuoso())}


@contextmanager
def running(name: str, folder: Path) -> Iterator[Running]:
    """The engine of that name, started on an empty folder, until the block is left."""
    try:
        with writable.running(ENGINES[name], folder) as found:
            yield found
    except tools.MissingError as error:
        pytest.skip(f"{name}: {error} is missing; .ci/install gets it")


def in_batches(triples: int) -> Callable[[Target], Engine]:
    """Connects to an engine that one request puts so many triples into, at most."""

    def connected(target: Target) -> Engine:
        found = connect(target)
        return replace(found, dialect=replace(found.dialect, batch=triples))

    return connected


def write(home: Home, rows: int = 40) -> int:
    """Put the release's number into every row of every graph."""
    with home.change("number") as draft:
        for graph in GRAPHS:
            subjects = (NamedNode(f"{graph.value}/{row}") for row in range(rows))
            draft.replace_graph(
                graph, [Quad(s, VALUE, Literal(draft.number), graph) for s in subjects]
            )
        return draft.number


def seen(server: service.Running) -> dict[str, int]:
    """How many rows have which number, by the service."""
    answer = server.query(COUNT, format="json")
    assert answer.status == 200, answer.body
    rows = answer.json["results"]["bindings"]
    return {row["n"]["value"]: int(row["rows"]["value"]) for row in rows}


def by_engine(server: service.Running) -> float:
    return server.figure('lianghui_queries_answered_total{by="engine"}')


def held(engine: Running) -> Mark | None:
    with connect(target(engine.spec)) as found:
        return found.mark()


def sizes(engine: Running) -> dict[str, int]:
    with connect(target(engine.spec)) as found:
        return found.sizes()
