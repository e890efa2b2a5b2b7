"""Releases in an engine of another make: published whole, asked, and killed in between."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import running
from graph.engines.client import Client
from graph.engines.dialect import dialect
from graph.engines.engine import connect
from graph.engines.mark import Mark, new_mark, read_mark
from graph.engines.publish import Published, publish
from graph.engines.target import LOGIN, Target, target
from graph.errors import (
    AnswerTooLargeError,
    EngineFailedError,
    EngineUnknownError,
    EngineUnreachableError,
    InputError,
    QueryTimeoutError,
)
from graph.releases import Home
from other_engines import Running as EngineRunning
from other_engines import running as engine_running
from server.app import create_app
from server.config import Config

VALUE = NamedNode("http://example.org/value")
GRAPHS = [NamedNode(f"http://example.org/graph/{n}") for n in range(12)]
COUNT = "SELECT ?n (COUNT(*) AS ?rows) { ?s <http://example.org/value> ?n } GROUP BY ?n"


def write(home: Home, rows: int = 40) -> int:
    """Put the release's number into every row of every graph."""
    with home.change("number") as draft:
        for graph in GRAPHS:
            subjects = (NamedNode(f"{graph.value}/{row}") for row in range(rows))
            draft.replace_graph(
                graph, [Quad(s, VALUE, Literal(draft.number), graph) for s in subjects]
            )
        return draft.number


def seen(server: running.Running) -> dict[str, int]:
    """How many rows have which number, by the service."""
    answer = server.query(COUNT, format="json")
    assert answer.status == 200, answer.body
    rows = answer.json["results"]["bindings"]
    return {row["n"]["value"]: int(row["rows"]["value"]) for row in rows}


def by_engine(server: running.Running) -> float:
    return server.figure('lianghui_queries_answered_total{by="engine"}')


def held(engine: EngineRunning) -> Mark | None:
    with connect(target(engine.spec)) as found:
        return found.mark()


def sizes(engine: EngineRunning) -> dict[str, int]:
    with connect(target(engine.spec)) as found:
        return found.sizes()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRunning]:
    with engine_running("oxigraph", tmp_path_factory.mktemp("engines") / "engine") as found:
        yield found


@pytest.fixture
def made(tmp_path: Path) -> Home:
    home = Home(tmp_path / "made")
    write(home)
    return home


@pytest.mark.parametrize(
    "spec",
    [
        "http://a/query,http://a/update",
        "sparql:http://a/query",
        "sparql:http://a/q,http://a/u,http://a/s,http://a/x",
        "sparql:file:///etc/passwd,http://a/u",
        "sparql:http://user:secret@a/q,http://a/u",
    ],
)
def test_a_store_of_another_form_is_refused_with_the_form_that_is_right(spec: str) -> None:
    with pytest.raises(InputError) as refused:
        target(spec)
    assert "sparql:QUERY_URL,UPDATE_URL" in str(refused.value) or LOGIN in str(refused.value)


def test_the_login_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOGIN, "me:secret")
    assert target("sparql:http://a/q,http://a/u").login == "me:secret"


def test_a_service_with_another_engine_has_no_unnamed_graph(made: Home) -> None:
    settings = {"store": "sparql:http://127.0.0.1:9/q,http://127.0.0.1:9/u"}
    with pytest.raises(InputError, match="--default-graph union"):
        create_app(Config(home=made.path, default_graph="stored", **settings))


def test_an_engine_of_an_unknown_make_is_refused() -> None:
    with pytest.raises(EngineUnknownError, match="nginx"):
        dialect({"server": "nginx"})
    assert dialect({"fuseki-request-id": "1"}).name == "Fuseki"


def test_a_mark_survives_its_spelling(made: Home) -> None:
    with made.require() as release:
        mark = new_mark(release.manifest, whole=True)
        assert read_mark(mark.iri) == mark
        assert new_mark(release.manifest, whole=True) != mark
    assert read_mark("urn:lianghui:mark:whole:1") is None


def test_a_release_is_published_once_and_then_only_what_changed(
    engine: EngineRunning, made: Home
) -> None:
    place = target(engine.spec)
    publish(made, place)
    assert publish(made, place) == Published(1, 0, 0, 12)
    with made.change("one") as draft:
        draft.add([Quad(VALUE, VALUE, Literal(0), GRAPHS[3])])
        draft.remove_graph(GRAPHS[4])
    assert publish(made, place) == Published(2, 1, 1, 10)
    assert sizes(engine) == {each.value: 40 for each in GRAPHS if each != GRAPHS[4]} | {
        GRAPHS[3].value: 41
    }


@pytest.mark.slow
@pytest.mark.parametrize("with_graph_store", [True, False])
def test_a_large_graph_is_put_whole(
    engine: EngineRunning, made: Home, with_graph_store: bool
) -> None:
    rows = 30_000
    with made.change("large") as draft:
        graph = GRAPHS[0]
        draft.replace_graph(
            graph, (Quad(NamedNode(f"urn:s{n}"), VALUE, Literal(n), graph) for n in range(rows))
        )
    spec = engine.spec if with_graph_store else engine.spec.rpartition(",")[0]
    publish(made, target(spec))
    assert sizes(engine)[GRAPHS[0].value] == rows


def test_what_somebody_else_put_into_the_engine_is_found_and_mended(
    engine: EngineRunning, made: Home
) -> None:
    place = target(engine.spec)
    publish(made, place)
    graph, row = GRAPHS[0].value, f"{GRAPHS[0].value}/0"
    with connect(place) as other:
        other.update(
            f"DELETE DATA {{ GRAPH <{graph}> {{ <{row}> {VALUE} 1 }} }}",
            f"INSERT DATA {{ GRAPH <{graph}> {{ <{row}> {VALUE} 99 }} }}",
            f"DROP GRAPH <{other.marks()[0]}>",
        )
    assert publish(made, place) == Published(1, 1, 0, 11)


@pytest.mark.slow
def test_the_engine_is_asked_and_its_answers_are_written_as_ours(
    engine: EngineRunning, made: Home
) -> None:
    publish(made, target(engine.spec))
    with running.running(made.path, "--store", engine.spec, "--no-cache") as server:
        assert seen(server) == {"1": 480}
        before = by_engine(server)
        assert before >= 1
        alone = server.query("ASK { ?s ?p 7 }", format="xml")
        assert alone.status == 200
        assert b"<boolean>false</boolean>" in alone.body
        graph = server.query(f"CONSTRUCT {{ ?s {VALUE} 1 }} {{ ?s {VALUE} 1 }}", format="turtle")
        assert graph.body.count(b"value> 1") == 480
        wrong = server.query("SELECT * { ?s ?p }")
        assert (wrong.status, wrong.json["line"]) == (400, 1)
        assert server.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status == 403
        assert server.query("SELECT * FROM <http://other.example/> { ?s ?p ?o }").status == 403
        own = server.query(f"SELECT * FROM <{GRAPHS[1].value}> {{ ?s ?p ?o }}", format="csv")
        assert own.body.count(b"\n") == 41
        late = server.query(running.PRODUCT, timeout="1")
        assert late.status == 504
        assert by_engine(server) > before


@pytest.mark.slow
def test_an_unreachable_engine_leaves_the_answers_to_the_home(made: Home) -> None:
    spec = "sparql:http://127.0.0.1:9/query,http://127.0.0.1:9/update"
    with running.running(made.path, "--store", spec, "--no-cache") as server:
        assert seen(server) == {"1": 480}
        assert by_engine(server) == 0


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_service_answers_from_whole_releases_while_the_engine_is_killed_in_mid_publication(
    made: Home, tmp_path: Path
) -> None:
    """Four times: a release comes, the engine is killed while it is put there, and comes back."""
    with engine_running("oxigraph", tmp_path / "engine") as engine:
        publish(made, target(engine.spec))
        partly = 0
        with running.running(made.path, "--store", engine.spec, "--no-cache") as server:
            for turn in range(4):
                number = write(made, rows=500)
                time.sleep(0.1 + 0.15 * turn)
                engine.kill()
                for _ in range(5):
                    assert seen(server) == {str(number): 6_000}
                engine.start()
                mark = held(engine)
                partly += mark is None or not mark.whole
                assert running.eventually(partial(holds, engine, number), 60)
                assert running.eventually(partial(answers, server, number), 20)
        assert partly, "no kill fell into a publication"


def holds(engine: EngineRunning, number: int) -> bool:
    mark = held(engine)
    return mark is not None and mark.whole and mark.number == number


def answers(server: running.Running, number: int) -> bool:
    """Whether the engine answered just now; the answer is right, whoever gave it."""
    before = by_engine(server)
    assert seen(server) == {str(number): 6_000}
    return by_engine(server) > before


@pytest.mark.slow
def test_no_answer_mixes_two_releases_while_many_are_published(made: Home, tmp_path: Path) -> None:
    with engine_running("oxigraph", tmp_path / "engine") as engine:
        publish(made, target(engine.spec))
        with running.running(made.path, "--store", engine.spec, "--no-cache") as server:
            stop, wrong, asked = threading.Event(), [], []

            def read() -> None:
                while not stop.is_set():
                    found = seen(server)
                    asked.append(found)
                    if list(found.values()) != [480]:
                        wrong.append(found)

            reader = threading.Thread(target=read)
            reader.start()
            for _ in range(15):
                write(made)
                time.sleep(0.7)
            stop.set()
            reader.join()
            assert not wrong
            assert len({next(iter(each)) for each in asked}) > 5
            assert by_engine(server) > 0


class _Liar(BaseHTTPRequestHandler):
    """Says that it is Virtuoso, and answers as its path tells."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"head":{},"boolean":true}'
        if self.path == "/endless":
            body = b" " * 3_000_000
        if self.path == "/slow":
            time.sleep(1.5)
        self.send_response(200)
        self.send_header("Server", "Virtuoso/7")
        if self.path == "/cut":
            self.send_header("X-SPARQL-MaxRows", "10000")
        length = len(body) + 100 if self.path == "/broken" else len(body)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Tells nobody."""


@pytest.fixture(scope="module")
def liar() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Liar)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/endless", AnswerTooLargeError),
        ("/slow", QueryTimeoutError),
        ("/broken", EngineUnreachableError),
    ],
)
def test_an_answer_has_an_end_in_time_and_size(
    liar: str, path: str, error: type[Exception]
) -> None:
    client = Client()
    with pytest.raises(error):
        client.send("POST", liar + path, b"x", seconds=1, most=1_000_000)
    client.close()


def test_an_answer_that_the_engine_has_cut_is_none(liar: str) -> None:
    place = Target(f"{liar}/cut", f"{liar}/cut")
    with connect(place) as found, pytest.raises(EngineFailedError, match="ResultSetMaxRows"):
        found.select("SELECT * { ?s ?p ?o }")


def test_an_answer_that_is_no_table_is_none(liar: str) -> None:
    place = Target(f"{liar}/plain", f"{liar}/plain")
    with connect(place) as found, pytest.raises(EngineFailedError, match="no table"):
        found.select("SELECT * { ?s ?p ?o }")


def test_the_command_publishes_and_tells(engine: EngineRunning, made: Home) -> None:
    publish(made, target(engine.spec))
    command = [Path(sys.executable).parent / "lianghui", "--home", made.path, "publish"]
    done = subprocess.run([*command, engine.spec], check=True, capture_output=True, text=True)
    assert done.stdout == "Release 1: 0 graphs put, 0 dropped, 12 there already\n"
    failed = subprocess.run(
        [*command, "sparql:http://127.0.0.1:9/q,http://127.0.0.1:9/u"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 2
    assert "127.0.0.1:9: Connection refused" in failed.stderr
