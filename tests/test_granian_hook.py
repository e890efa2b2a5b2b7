"""Requests that are answered in the thread that takes them in, before the event loop."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from granian import _futures
from pyoxigraph import Literal, Quad

from graph.home.publish import publishing
from graph.releases import Home
from ontology import names
from ontology.names import RDF
from running import eventually
from served import made
from server.app import create_app
from server.config import Config
from server.current import release
from server.engine import Engine
from server.front import granian_hook
from server.front.rsgi import Front
from server.metrics import render

LONG = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(12))} }}"
ONE_ROW = "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 1"
MANY = "SELECT * { ?s ?p ?o } LIMIT 200"
ROWS = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 9"


class Proto:
    """What Granian gives to answer with."""

    def __init__(self) -> None:
        self.said: list[tuple[int, dict[str, str], bytes]] = []
        self.client_disconnect = asyncio.Event().wait

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.said.append((status, dict(headers), body))

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.said.append((status, dict(headers), b""))


class Asking:
    """A front whose event loop runs in a thread, as under Granian."""

    def __init__(self, front: Front, loop: asyncio.AbstractEventLoop, engine: Engine) -> None:
        self.front, self.loop, self.engine = front, loop, engine
        self.asked = 0

    def at_once(self, proto: Proto, query: str, method: str = "GET", **more: str) -> bool:
        self.asked += 1
        return self.front.at_once(scope(query, method, more), proto)

    def later(self, proto: Proto, query: str, method: str = "GET", **more: str) -> None:
        answering = self.front.__rsgi__(scope(query, method, more), proto)
        asyncio.run_coroutine_threadsafe(answering, self.loop).result(30)

    def soon(self, query: str, method: str = "GET", **more: str) -> Proto:
        """How it answers at once, which on a busy machine it may decline at first."""
        for _ in range(100):
            proto = Proto()
            if self.at_once(proto, query, method, **more):
                return proto
            self.later(proto, query, method, **more)
        raise AssertionError(f"it is never answered at once: {query}")

    def idle(self) -> bool:
        return not any(map(any, self.engine.load()))


def scope(query: str, method: str, headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        proto="http",
        method=method,
        path="/sparql",
        query_string=urlencode({"query": query}),
        http_version="1.1",
        scheme="http",
        authority="x",
        server="127.0.0.1:1",
        client="127.0.0.1:2",
        headers=headers,
    )


@contextmanager
def asking(home: Home, **settings: Any) -> Iterator[Asking]:
    config = Config(home=home.path, **settings)
    app = create_app(config)
    engine: Engine = app.extensions["lianghui.engine"]
    with app.app_context():
        engine.start(release())
    front = Front(app, config)
    with closing(asyncio.new_event_loop()) as loop:
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            front.__rsgi_init__(loop)
            yield Asking(front, loop, engine)
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            front.__rsgi_del__(loop)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return made(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def uncached(home: Home) -> Iterator[Asking]:
    with asking(home, cache=False, query_seconds=1) as found:
        yield found


def alike(proto: Proto) -> list[tuple[int, dict[str, str], bytes]]:
    """All that it said but for what belongs to one request."""
    own = {"x-request-id", "date"}
    return [
        (status, {name: each for name, each in headers.items() if name not in own}, body)
        for status, headers, body in proto.said
    ]


def test_a_small_answer_is_the_same_at_once_as_in_the_loop(uncached: Asking) -> None:
    for query in (ROWS, "ASK {}", ONE_ROW):
        soon, late = uncached.soon(query), Proto()
        uncached.later(late, query, **{"x-request-id": "mine"})  # so it is read anew
        assert alike(soon) == alike(late)
        ((status, headers, body),) = soon.said
        assert (status, headers["x-release"], bool(body)) == (200, "1", True)
    assert uncached.idle()


def test_what_came_before_is_answered_by_the_loop_too(
    uncached: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = uncached.soon(ROWS)
    monkeypatch.setattr("server.front.rsgi._AT_ONCE", 0)

    def goes_on() -> bool:
        proto = Proto()
        declined = not uncached.at_once(proto, ROWS)
        begun = not uncached.idle()
        if declined:
            uncached.later(proto, ROWS)
        assert alike(proto) == alike(soon)
        return declined and begun

    assert eventually(goes_on)
    assert uncached.idle()


def test_an_answer_that_goes_compressed_is_left_to_the_application(uncached: Asking) -> None:
    taken = {"accept-encoding": "gzip"}
    for _ in range(3):
        if not uncached.at_once(proto := Proto(), MANY, **taken):
            uncached.later(proto, MANY, **taken)
        ((status, headers, body),) = proto.said
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert gzip.decompress(body).startswith(b"{")
    assert eventually(uncached.idle)


def test_what_takes_long_is_stopped_in_the_loop(uncached: Asking) -> None:
    for _ in range(2):
        proto = Proto()
        assert not uncached.at_once(proto, LONG)
        uncached.later(proto, LONG)
        assert [status for status, *_ in proto.said] == [504]
    assert eventually(uncached.idle)


def test_requests_that_differ_in_a_header_are_told_apart(uncached: Asking) -> None:
    types = {"text/csv": "text/csv", "application/sparql-results+xml": "xml"}
    for _ in range(3):
        for accept, kind in types.items():
            ((_, headers, _),) = uncached.soon(ROWS, accept=accept).said
            assert kind in headers["content-type"]


@pytest.mark.parametrize("more", [{"content_length": "3"}, {"transfer_encoding": "chunked"}])
def test_what_has_a_body_or_an_error_is_left_to_the_loop(
    uncached: Asking, more: dict[str, str]
) -> None:
    sent = {name.replace("_", "-"): value for name, value in more.items()}
    proto = Proto()
    assert not uncached.front.at_once(scope(ROWS, "POST", sent), proto)
    assert not uncached.at_once(proto, "SELECT")
    assert proto.said == []
    uncached.later(proto, "SELECT")
    assert [status for status, *_ in proto.said] == [400]
    assert eventually(uncached.idle)


def test_a_request_that_waited_already_holds_up_no_other(uncached: Asking) -> None:
    def asked_after_another() -> bool:
        uncached.soon("ASK {}")
        declined = not uncached.at_once(proto := Proto(), "ASK {}")
        nothing_begun = uncached.idle()
        if declined:
            uncached.later(proto, "ASK {}")
        return declined and nothing_begun

    assert eventually(asked_after_another)


def test_what_the_cache_holds_is_answered_at_once_and_counted(home: Home) -> None:
    with asking(home) as kept:
        kept.later(Proto(), ROWS)
        said = [kept.soon(ROWS) for _ in range(3)]
        assert alike(said[0]) == alike(said[1]) == alike(said[2])
        assert len({each.said[0][1]["x-request-id"] for each in said}) == 3
        tag = said[0].said[0][1]["etag"]
        kept.later(proto := Proto(), ROWS, **{"if-none-match": tag})
        assert proto.said[0][0] == 304
        metrics = kept.front._app.extensions["lianghui.metrics"]
        counted = (
            'cache_total{outcome="miss"} 1\n',
            f'cache_total{{outcome="hit"}} {kept.asked + 1}\n',
        )
        assert eventually(lambda: all(each in render(metrics.families()) for each in counted))


@pytest.mark.parametrize("cache", [True, False])
def test_what_came_before_is_answered_from_the_release_that_is_current(
    tmp_path: Path, cache: bool
) -> None:
    own = made(tmp_path)
    with asking(own, cache=cache) as front:
        said = [front.soon("ASK {}").said[0][1] for _ in range(3)]
        with publishing(own, "a note") as draft:
            draft.add([Quad(names.theme("quantum"), RDF.value, Literal("note"), names.graph("x"))])
        proto = Proto()
        if not front.at_once(proto, "ASK {}"):
            front.later(proto, "ASK {}")
        said += [proto.said[0][1], front.soon("ASK {}").said[0][1]]
    assert [each["x-release"] for each in said] == ["1", "1", "1", "2", "2"]


@pytest.mark.parametrize("name", ["done", "later", "err"])
def test_granian_asks_the_front_first(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert granian_hook._HANDING in _futures._CBSchedulerAIO.__init__.__code__.co_names
    called: list[str] = []

    def make(*_: object) -> Callable[[object], None]:
        return lambda _: called.append("later")

    def at_once(asked: object, proto: object) -> bool:
        assert (asked, proto) == (1, 2)
        if name == "err":
            raise ValueError
        return name == "done"

    monkeypatch.setattr(_futures, granian_hook._HANDING, make)
    granian_hook.attach(at_once)
    watcher = SimpleNamespace(
        scope=1,
        proto=2,
        done=lambda: called.append("done"),
        err=lambda _: called.append("err"),
    )
    getattr(_futures, granian_hook._HANDING)(None, None, None)(watcher)
    assert called == [name]
