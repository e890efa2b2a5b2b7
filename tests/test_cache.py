"""The response cache: what it gives is what the application would give, and never an old one."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse, create_environ, run_wsgi_app

from chain import publish, quad
from graph.releases import Home
from served import made
from server.app import create_app
from server.cache import Cache
from server.cached_answers import Answers, Entry
from server.config import Config
from server.tokens import add

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
FORM = "application/x-www-form-urlencoded"


class Service:
    """A service with a cache in front, and a count of what reached the application."""

    def __init__(self, path: Path, size: int = 1 << 20) -> None:
        self.home = made(path)
        self.app = create_app(Config(home=path, cache=False, isolated=False))
        self.asked = 0
        self.cache = Cache(self._counted, self.home.number, size)
        self.client = Client(self.cache)

    def _counted(self, environ: Any, start: Any) -> Iterable[bytes]:
        self.asked += 1
        return self.app.wsgi_app(environ, start)

    def twice(self, *arguments: Any, **named: Any) -> tuple[TestResponse, TestResponse, int]:
        """Two equal requests, and how many of them reached the application."""
        before = self.asked
        first = self.client.open(*arguments, **named)
        again = self.client.open(*arguments, **named)
        return first, again, self.asked - before


@pytest.fixture
def service(tmp_home: Path) -> Service:
    return Service(tmp_home)


def get(query: str = COUNT, **parameters: str) -> str:
    return "/sparql?" + urlencode({"query": query} | parameters)


def same(one: TestResponse, two: TestResponse) -> bool:
    named = [{name.lower(): value for name, value in each.headers.items()} for each in (one, two)]
    headers = [{n: v for n, v in each.items() if n != "x-request-id"} for each in named]
    return (one.status_code, one.data, headers[0]) == (two.status_code, two.data, headers[1])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", [get(), get("ASK {}"), "/store?default", "/ontology.ttl", "/data/province/140000.ttl"]
)
def test_what_was_answered_is_answered_again_alike(
    service: Service, method: str, path: str
) -> None:
    first, again, asked = service.twice(path, method=method)
    if first.status_code == 200:
        assert (asked, same(first, again)) == (1, True)
    assert first.headers["X-Request-Id"] != again.headers["X-Request-Id"]


def test_a_posted_query_is_answered_again(service: Service) -> None:
    form = {"query": COUNT}
    first, again, asked = service.twice("/sparql", method="POST", data=form)
    assert (first.status_code, asked, same(first, again)) == (200, 1, True)
    named: dict[str, Any] = {"method": "POST", "content_type": "application/sparql-query"}
    first, again, asked = service.twice("/sparql", data=COUNT, **named)
    assert (first.status_code, asked, same(first, again)) == (200, 1, True)
    first, again, asked = service.twice("/sparql", data="ASK {}", **named)
    assert (first.json["boolean"], asked) == (True, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Accept": "text/csv"}},
        {"headers": {"Accept-Encoding": "gzip"}},
        {"headers": {"Host": "elsewhere.example"}},
        {"method": "HEAD"},
        {"path": get("SELECT (1 AS ?n) {}")},
        {"path": get(timeout="3")},
    ],
)
def test_another_request_gets_its_own_answer(service: Service, other: dict[str, Any]) -> None:
    service.client.get(get())
    service.client.open(**{"path": get()} | other)
    assert service.asked == 2


@pytest.mark.parametrize("query", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_asked_each_time(service: Service, query: str) -> None:
    first, again, asked = service.twice(get(f"SELECT ({query} AS ?x) {{}}"))
    assert (first.status_code, asked) == (200, 2)
    if query != "BNODE()":  # whose labels a fresh answer may give again
        assert first.data != again.data


@pytest.mark.parametrize(
    "path",
    [get("SELECT"), get("SELECT * { SERVICE SILENT <http://x.example/> {} }"), "/none", "/healthz"],
)
def test_errors_services_and_health_are_never_kept(service: Service, path: str) -> None:
    assert service.twice(path)[2] == 2
    assert len(service.cache.answers) == 0


def test_private_answers_are_neither_kept_nor_found(service: Service) -> None:
    secret = add(service.home.path, "me", "read")
    service.client.get(get())
    for _ in range(2):
        service.client.get(get(), headers={"Authorization": f"Bearer {secret}"})
    assert service.asked == 3


def test_a_posted_update_passes_through(service: Service) -> None:
    for _ in range(2):
        answer = service.client.post("/update", data={"update": "CLEAR ALL"})
        assert answer.status_code == 403
    assert service.asked == 2


def test_a_tag_that_is_held_gets_304(service: Service) -> None:
    tag = service.client.get(get()).headers["ETag"]
    for held in (tag, '"x", ' + tag, "*"):
        answer = service.client.get(get(), headers={"If-None-Match": held})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert "Content-Length" not in answer.headers
    assert service.client.get(get(), headers={"If-None-Match": '"x"'}).status_code == 200
    assert service.asked == 1


def test_a_new_release_ends_every_old_answer(service: Service) -> None:
    before = service.client.get(get())
    number = publish(service.home, 1, 2, 3)
    after, again, asked = service.twice(get())
    assert asked == 1
    assert after.headers["X-Release"] == again.headers["X-Release"] == str(number)
    assert after.data == again.data != before.data
    tag = before.headers["ETag"]
    assert service.client.get(get(), headers={"If-None-Match": tag}).status_code == 200
    service.home.rollback(1)
    assert service.client.get(get()).data == before.data


@pytest.mark.slow
def test_no_answer_is_older_than_its_question(service: Service) -> None:
    """While releases are published, no asker sees less than was published when it asked."""
    stop, faults = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            before = service.home.number() or 0
            answer = service.client.get(get())
            number = int(answer.headers["X-Release"])
            found = int(answer.json["results"]["bindings"][0]["n"]["value"])
            if number < before or found != first + number - 1:
                faults.append((before, number, found))

    first = int(service.client.get(get()).json["results"]["bindings"][0]["n"]["value"])
    threads = [threading.Thread(target=look) for _ in range(2)]
    for each in threads:
        each.start()
    for value in range(8):
        with service.home.change("one more") as draft:
            draft.add([quad(value)])
    stop.set()
    for each in threads:
        each.join()
    assert not faults
    assert service.home.number() == 9


def test_an_answer_of_another_release_is_not_kept() -> None:
    def app(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("X-Release", "2"), ("Content-Length", "1")])
        return [b"x"]

    cache = Cache(app, lambda: 1)
    assert Client(cache).get("/").data == b"x"
    assert len(cache.answers) == 0


@pytest.mark.parametrize(
    "headers",
    [
        [("Cache-Control", "no-store")],
        [("Cache-Control", "private")],
        [("Set-Cookie", "a=b")],
        [("Content-Length", "2")],
    ],
)
def test_what_says_so_or_is_cut_off_is_not_kept(headers: list[tuple[str, str]]) -> None:
    def app(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("X-Release", "1"), ("Content-Length", "1"), *headers][-3:])
        return [b"x"]

    def cut(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("X-Release", "1"), *headers])
        return [b"x"]

    cache = Cache(cut if headers[0][0] == "Content-Length" else app, lambda: 1)
    assert Client(cache).get("/").data == b"x"
    assert len(cache.answers) == 0


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4000)), max_size=60))
def test_bytes_stay_within_bounds_and_are_counted_right(kept: list[tuple[int, int]]) -> None:
    answers = Answers(20_000)
    held: dict[bytes, Entry] = {}
    for key, size in kept:
        entry = Entry((), bytes(size), None, {})
        answers.keep(1, b"%d" % key, entry)
        held[b"%d" % key] = entry if entry.size <= answers.largest else held.get(b"%d" % key, entry)
        assert answers.used <= 20_000
    found = {key: answers.find(1, key) for key in held}
    assert answers.used == sum(each.size for each in found.values() if each)
    assert all(each is None or each is held[key] for key, each in found.items())


def test_the_least_recently_used_goes_first() -> None:
    answers = Answers(16_000)
    for key in (b"1", b"2", b"3", b"1", b"4"):
        if answers.find(1, key) is None:
            answers.keep(1, key, Entry((), bytes(900), None, {}))
    for number in range(5):
        answers.find(1, b"1")
        answers.keep(1, b"x%d" % number, Entry((), bytes(900), None, {}))
    assert answers.find(1, b"1")
    assert answers.find(1, b"2") is None


def test_an_application_alone_is_the_same(service: Service, tmp_path: Path) -> None:
    alone: Flask = create_app(Config(home=tmp_path / "other", cache=False, isolated=False))
    made(tmp_path / "other")
    for path in (get(), get("SELECT * { ?s ?p ?o }"), "/sparql"):
        service.client.get(path)
        assert same(service.client.get(path), alone.test_client().get(path))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_is_held_is_given_though_a_release_comes_between(
    service: Service, method: str
) -> None:
    def asked() -> dict[str, Any]:
        given = {"query_string" if method == "GET" else "data": {"query": COUNT}}
        return create_environ("/sparql", method=method, **given)  # type: ignore[arg-type]

    assert not service.cache.holds(asked())
    first = b"".join(run_wsgi_app(service.cache, asked())[0])
    environ = asked()
    assert service.cache.holds(environ)
    publish(service.home, 4)
    before = service.asked
    assert b"".join(run_wsgi_app(service.cache, environ)[0]) == first
    assert service.asked == before
    assert not service.cache.holds(asked())


def test_homes_without_a_release_pass(tmp_path: Path) -> None:
    home = Home(tmp_path / "empty")
    app = create_app(Config(home=home.path, cache=False, isolated=False))
    answer = Client(Cache(app.wsgi_app, home.number)).get(get())
    assert answer.status_code == 503
