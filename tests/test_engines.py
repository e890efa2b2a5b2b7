"""Releases in an engine of another make: published whole, asked, and killed in between."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

import running
from graph.engines.client import Client
from graph.engines.dialect import dialect
from graph.engines.engine import connect
from graph.engines.mark import new_mark, read_mark
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
from other_engines import GRAPHS, VALUE, by_engine, held, in_batches, seen, sizes, write
from other_engines import Running as EngineRunning
from other_engines import running as engine_running
from server.app import create_app
from server.config import Config


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
        "sparql:http://[::1,http://a/u",
        "sparql:http://a:99999/q,http://a/u",
        "sparql:http://a/q,http://a:port/u",
        "sparql:http://a/ä,http://a/u",
        "sparql:http://a/q q,http://a/u",
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


def test_an_engine_that_is_stuck_is_as_good_as_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.engine.MARK_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as stuck:  # which takes requests and says nothing
        place = f"http://127.0.0.1:{stuck.getsockname()[1]}"
        with pytest.raises(EngineUnreachableError, match="/q: does not answer"):
            connect(target(f"sparql:{place}/q,{place}/u"))


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


def test_a_publication_that_is_broken_off_is_gone_on_with_where_it_stands(
    engine: EngineRunning, made: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.engines.publish.connect", in_batches(40))
    place = target(engine.spec)
    publish(made, place)
    write(made)

    def breaks_off(_total: int, key: str) -> None:
        if key == GRAPHS[5].value:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(made, place, advance=breaks_off)
    mark = held(engine)
    assert mark is not None
    assert not mark.whole
    left = sum(each.value >= GRAPHS[5].value for each in GRAPHS)
    assert publish(made, place) == Published(2, left, 0, 12 - left)


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
def test_a_query_that_an_engine_does_not_answer_in_time_ends_as_one_of_ours(
    engine: EngineRunning, made: Home
) -> None:
    publish(made, target(engine.spec))
    with running.running(made.path, "--store", engine.spec, "--no-cache") as server:
        assert seen(server) == {"1": 480}
        assert server.query(running.PRODUCT, timeout="1").status == 504


@pytest.mark.slow
def test_an_unreachable_engine_leaves_the_answers_to_the_home(made: Home) -> None:
    spec = "sparql:http://127.0.0.1:9/query,http://127.0.0.1:9/update"
    with running.running(made.path, "--store", spec, "--no-cache") as server:
        assert seen(server) == {"1": 480}
        assert by_engine(server) == 0


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
        if self.path == "/partly":
            self.send_header("X-SQL-State", "S1TAT")
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


@pytest.mark.parametrize(("path", "words"), [("/cut", "ResultSetMaxRows"), ("/partly", "a part")])
def test_an_answer_that_the_engine_has_cut_is_none(liar: str, path: str, words: str) -> None:
    place = Target(liar + path, liar + path)
    with connect(place) as found, pytest.raises(EngineFailedError, match=words):
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
