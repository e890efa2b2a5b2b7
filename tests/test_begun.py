"""Queries that a worker begins before anybody waits for them, in a pool and over HTTP."""

from __future__ import annotations

import asyncio
import select
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.errors import (
    LianghuiError,
    QueryCancelledError,
    QuerySyntaxError,
    QueryTimeoutError,
    WorkerDiedError,
)
from graph.releases import Home
from graph.sparql.query import QueryRequest
from graph.workers import Limits, Pool
from graph.workers.begun import Begun
from graph.workers.limits import LaneLimits
from running import Running, eventually, running
from served import made
from server.app import create_app
from server.config import Config
from server.current import release
from server.engine import Engine
from server.front.rsgi import Front

LANES = (LaneLimits(2, 4, 0.1, 0), LaneLimits(1, 4, 60.0, 5))
LIMITS = Limits(seconds=20.0, lanes=LANES)
LONG = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(12))} }}"
IDLE = [(0, 0), (0, 0)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return made(tmp_path_factory.mktemp("home"))


@pytest.fixture
def pool(home: Home) -> Iterator[Pool]:
    pool = Pool(home.require().path, LIMITS, evaluate="tricks:evaluate")
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def server(home: Home) -> Iterator[Running]:
    with running(home.path, "--no-cache", "--query-seconds", "2") as server:
        yield server


def begin(
    pool: Pool,
    text: str,
    client: str = "me",
    seconds: float | None = None,
    token: str | None = None,
) -> Begun:
    begun = pool.begin(QueryRequest(text), client, seconds, token)
    assert begun is not None
    return begun


def outcome(begun: Begun) -> bytes | type[LianghuiError]:
    try:
        return begun.answer().taken()
    except LianghuiError as error:
        return type(error)


def test_what_has_begun_is_answered_like_what_is_waited_for(pool: Pool) -> None:
    for text in ("SELECT * { ?s ?p ?o } ORDER BY ?o", "ASK {}"):
        begun = begin(pool, text)
        assert select.select([begun], [], [], 5)[0]
        assert begun.is_whole
        assert begun.answer() == pool.run(QueryRequest(text), "me")
    assert outcome(begin(pool, "SELECT")) is QuerySyntaxError
    assert pool.load() == IDLE


def test_an_answer_that_is_late_or_large_is_not_whole_at_once(pool: Pool) -> None:
    late, large = begin(pool, "do sleep 0.3"), begin(pool, "do write 4", "you")
    assert select.select([large], [], [], 5)[0]
    assert not late.is_whole
    assert not large.is_whole
    assert outcome(late) == b"slept"
    assert len(outcome(large)) == 4 << 20  # type: ignore[arg-type]


def test_nothing_begins_out_of_turn(pool: Pool) -> None:
    first = begin(pool, "do sleep 0.2")
    assert pool.begin(QueryRequest("ASK {}"), "me") is None  # the last place is for others
    second = begin(pool, "do sleep 0.2", "you")
    assert pool.begin(QueryRequest("ASK {}"), "they") is None
    assert [outcome(first), outcome(second)] == [b"slept"] * 2
    pool.run(QueryRequest("do spin 0.3"), "me")
    assert pool.begin(QueryRequest("do spin 0.3"), "me") is None  # its like takes long
    assert pool.load() == IDLE


def test_what_has_begun_has_its_limits_and_can_be_stopped(pool: Pool) -> None:
    assert outcome(begin(pool, "do spin 60", seconds=1)) is QueryTimeoutError
    begun = begin(pool, "do sleep 60", token="token")
    assert pool.cancel("token")
    assert outcome(begun) is QueryCancelledError
    begin(pool, "do sleep 61").drop()
    assert outcome(begin(pool, "do abort")) is WorkerDiedError
    assert pool.load() == IDLE


def test_over_http_it_makes_no_difference(server: Running) -> None:
    for query in ("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "ASK {}", "DESCRIBE <http://x/>"):
        at_once, later = server.query(query), server.query(query, explain="0")
        for each in (at_once, later):
            assert each.headers.pop("x-request-id")
            each.headers.pop("date", None)
        assert at_once == later
        assert at_once.status == 200
    wrong, wrong_too = server.query("SELECT"), server.query("SELECT", explain="0")
    assert {**wrong.json, "request": ""} == {**wrong_too.json, "request": ""}
    assert server.query("ASK {}", format="html").headers["content-type"].startswith("text/html")
    assert server.query("ASK {}", timeout="x").status == 400


def test_over_http_it_makes_no_difference_to_what_is_posted(server: Running) -> None:
    text = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    form = ("application/x-www-form-urlencoded", urlencode({"query": text}))
    plain = ("application/sparql-query; charset=UTF-8", text)
    for media_type, body in (form, plain):
        at_once, later = (
            server.ask("POST", url, body.encode(), Content_Type=media_type)
            for url in ("/sparql", "/sparql?explain=0")
        )
        for each in (at_once, later):
            assert each.headers.pop("x-request-id")
            each.headers.pop("date", None)
        assert at_once == later
        assert (at_once.status, at_once.headers["cache-control"]) == (200, "no-cache")
        assert "etag" not in at_once.headers
    asked = "/sparql?query=ASK%7B%7D"
    assert server.ask("POST", asked, b"", Content_Type="text/turtle").status == 415
    assert server.ask("POST", asked, b"").status == 415
    assert server.ask("POST", asked, form[1].encode(), Content_Type=form[0]).status == 400
    latin = server.ask("POST", "/sparql", b"ASK{}", Content_Type=f"{plain[0][:-5]}latin-1")
    assert latin.status == 415


def test_over_http_what_takes_long_is_stopped_when_its_client_leaves(server: Running) -> None:
    took = time.monotonic()
    assert server.query(LONG).status == 504
    assert 1.9 < time.monotonic() - took < 10
    line = f"GET /sparql?query={LONG.replace(' ', '+')} HTTP/1.1\r\nHost: x\r\n\r\n"
    server.connect(line.encode()).close()
    assert eventually(lambda: server.figure("lianghui_requests_running") == 1)
    assert server.query("ASK {}").json["boolean"] is True


@pytest.mark.parametrize("more", [{}, {"explain": "0"}], ids=["begun", "in a thread"])
def test_a_request_that_is_broken_off_leaves_no_query_behind(
    home: Home, more: dict[str, str]
) -> None:
    config = Config(home=home.path, cache=False, query_seconds=120)
    app = create_app(config)
    engine: Engine = app.extensions["lianghui.engine"]
    with app.app_context():
        engine.answer(release(), QueryRequest("ASK {}"), "me")  # so that a worker is ready
    front = Front(app, config)
    scope = SimpleNamespace(
        proto="http",
        method="GET",
        path="/sparql",
        query_string=urlencode({"query": LONG, **more}),
        http_version="1.1",
        scheme="http",
        authority="x",
        server="127.0.0.1:1",
        client="127.0.0.1:2",
        headers={},
    )

    async def break_off() -> list[tuple[int, int]]:
        stays = SimpleNamespace(client_disconnect=asyncio.Event().wait)
        asked = asyncio.ensure_future(front.__rsgi__(scope, stays))
        began = engine.load()
        async with asyncio.timeout(10):
            while not any(map(any, began)):
                await asyncio.sleep(0.001)
                began = engine.load()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        return began

    try:
        with ThreadPoolExecutor(1) as one:  # a browser's tests leave a loop in the main thread
            assert (1, 0) in one.submit(asyncio.run, break_off()).result()
        assert eventually(lambda: not any(map(any, engine.load())))
    finally:
        with closing(asyncio.new_event_loop()) as loop:
            front.__rsgi_del__(loop)


def test_a_line_is_logged_for_each(server: Running) -> None:
    given = server.ask("GET", "/sparql?query=ASK%7B%7D", X_Request_Id="begun-1").headers
    assert given["x-request-id"] == "begun-1"

    def found() -> list[dict[str, Any]]:
        return [each for each in server.lines() if each["id"] == "begun-1"]

    assert eventually(found)  # once the answer has gone
    (line,) = found()
    assert (line["status"], line["rows"], line["release"]) == (200, 1, 1)
    assert line["ms"] > 0
