"""Queries made to hurt, on a real store, each against its documented end."""

from __future__ import annotations

import http.server
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import (
    AnswerTooLargeError,
    LianghuiError,
    QueryBusyError,
    QueryMemoryError,
    QueryTimeoutError,
    QueryTooComplexError,
    RemoteRefusedError,
    RequestError,
)
from graph.releases import Home
from graph.sparql.query import QueryRequest
from graph.sparql.scan import Bounds
from graph.workers import Limits, Pool

pytestmark = [pytest.mark.slow, pytest.mark.alone]

THINGS = "http://example.org/"
LIMITS = Limits(seconds=3.0, memory=256 << 20, answer_bytes=64 << 20)
OVER = (QueryTimeoutError, QueryMemoryError, AnswerTooLargeError)
SIZES = (100, 1_000, 10_000)


def _within(body: str) -> str:
    return f"SELECT * WHERE {{ {body} }}"


ENDLESS = {
    "cross product of nothing": _within(
        "?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'no')"
    ),
    "count of a cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "unbounded path": _within("?a (<p>|!<q>)* ?b . ?b (<p>|!<r>)* ?c FILTER(STR(?c) = 'no')"),
    "giant sort": _within("?a ?b ?c . ?d ?e ?f") + " ORDER BY ?f ?a",
    "all that is distinct": "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f }",
    "everything concatenated": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "a long string doubled": _within(
        'VALUES ?s0 { "0123456789abcdef" } '
        + " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(40))
    ),
    "costly pattern": _within(
        '?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*a){12}(.*b){12}(.*c){9}$"))'
    ),
    "large pattern": _within('?a ?b ?c FILTER(REGEX(STR(?c), "(((a{99}){99}){99}){99}"))'),
    "star of patterns": _within(" ".join(f"?s <p> ?v{n} ." for n in range(300))),
    "chain of patterns": _within(" ".join(f"?v{n} <p> ?v{n + 1} ." for n in range(900))),
    "whole cross product": _within("?a ?b ?c . ?d ?e ?f"),
    "groups without end": _within("{ ?s ?p ?o } " * 300),
}


def deep(size: int) -> dict[str, str]:
    return {
        "braces": _within("{" * size + "}" * size),
        "brackets": _within("BIND(" + "(" * size + "1" + ")" * size + " AS ?x)"),
        "optionals": _within("?s ?p ?o OPTIONAL { " * size + "}" * size),
        "flat optionals": _within("OPTIONAL { ?s ?p ?o } " * size),
        "unions": _within("{ ?s ?p ?o }" + " UNION { ?s ?p ?o }" * size),
        "sub-selects": _within("{ SELECT * WHERE " * size + "{}" + "}" * size),
        "exists": _within("?s ?p ?o FILTER EXISTS { " * size + "}" * size),
        "calls": _within("BIND(" + "STR(" * size + "1" + ")" * size + " AS ?x)"),
        "choices": _within("BIND(" + "IF(true," * size + "1" + ",1)" * size + " AS ?x)"),
        "collection": _within("?s ?p (" + " 1" * size + ")"),
        "list": _within("?s ?p ?o FILTER(?o IN (" + ",".join("1" * size) + "))"),
        "sum": _within("BIND(" + "+".join("1" * size) + " AS ?x)"),
        "and": _within("?s ?p ?o FILTER(" + "&&".join(["?o"] * size) + ")"),
        "not": _within("?s ?p ?o FILTER(" + "!" * size + "?o)"),
        "path": _within("?s " + "/".join(["<p>"] * size) + " ?o"),
        "path brackets": _within("?s " + "(" * size + "<p>" + ")*" * size + " ?o"),
        "blank nodes": _within("?s ?p " + "[ <p> " * size + "1" + "]" * size),
        "triples of triples": _within("?s ?p " + "<<( ?s ?p " * size + "1" + ")>>" * size),
        "names without end": "PREFIX a: <b>" * size + _within("?s ?p ?o"),
    }


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    home = Home(tmp_path_factory.mktemp("home"))
    node = [NamedNode(f"{THINGS}{n}") for n in range(1_000)]
    with home.change("test") as draft:
        draft.add(
            Quad(
                node[n % 1_000],
                node[n % 13],
                node[n * 7919 % 1_000] if n % 3 else Literal(f"some words and the number {n}"),
                node[n % 7],
            )
            for n in range(30_000)
        )
    release = home.current()
    assert release is not None
    pool = Pool(release.path, LIMITS)
    yield pool
    pool.close()


def outcome(pool: Pool, text: str, client: str = "bad") -> LianghuiError | None:
    start = time.monotonic()
    try:
        answer = pool.run(QueryRequest(text, base=THINGS), client)
        if not isinstance(answer.body, bytes):
            answer.body.close()
        return None
    except LianghuiError as error:
        return error
    finally:
        assert time.monotonic() - start < LIMITS.seconds + 1


def lookup(pool: Pool, number: int, client: str = "good") -> float:
    start = time.monotonic()
    answer = pool.run(QueryRequest(f"SELECT * {{ <{THINGS}{number}> ?p ?o }}"), client)
    assert answer.rows == 30
    return time.monotonic() - start


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_what_would_never_end_ends_within_its_limit(pool: Pool, text: str) -> None:
    error = outcome(pool, text)
    assert isinstance(error, (*OVER, RequestError)), error
    assert lookup(pool, 1) < 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", deep(1))
def test_depth_and_number_harm_nobody(pool: Pool, name: str, size: int) -> None:
    error = outcome(pool, deep(size)[name])
    assert error is None or isinstance(error, (*OVER, RequestError)), error
    assert lookup(pool, 1) < 1


def test_what_the_scan_lets_through_ends_one_worker_only(pool: Pool) -> None:
    unbounded = Bounds(10**9, 10**9, 10**9, 10**9, (), ())
    blind = Pool(pool.release, Limits(seconds=2.0, bounds=unbounded))
    errors = {name: outcome(blind, text) for name, text in deep(20_000).items()}
    assert isinstance(errors["braces"], QueryTooComplexError)
    assert isinstance(errors["sum"], QueryTooComplexError)
    allowed = (*OVER, RequestError)
    assert not {
        name: each for name, each in errors.items() if each and not isinstance(each, allowed)
    }
    assert lookup(blind, 1) < 1
    blind.close()


SPELLINGS = [
    "SERVICE <{url}> {{ ?a ?b ?c }}",
    "SERVICE<{url}>{{?a ?b ?c}}",
    "service # >\n <{url}> {{ ?a ?b ?c }}",
    "SERVICE far:x {{ ?a ?b ?c }}",
    "SERVICEfar:x {{ ?a ?b ?c }}",
    "SERVICE <x> {{ ?a ?b ?c }}",
    "SERVICE <{url}\\u0078> {{ ?a ?b ?c }}",
    "BIND(<{url}> AS ?e) SERVICE ?e {{ ?a ?b ?c }}",
    "VALUES ?e {{ <{url}> }} SERVICE ?e {{ ?a ?b ?c }}",
    "{{ SELECT * {{ SERVICE <{url}> {{ ?a ?b ?c }} }} }}",
    "?s ?p ?o OPTIONAL {{ SERVICE <{url}> {{ ?a ?b ?c }} }}",
    "?s ?p ?o FILTER EXISTS {{ SERVICE <{url}> {{ ?a ?b ?c }} }}",
    "?s ?p ?o FILTER(?o<?p)SERVICE#>\n<{url}>{{?a ?b ?c}}",
    "?s ?p ?o FILTER(?o<'>')SERVICE<{url}>{{?a ?b ?c}}FILTER(?o='x')",
    "?s ?p trueSERVICE<{url}>{{?a ?b ?c}}",
    "GRAPH ?g {{ SERVICE <{url}> {{ ?a ?b ?c }} }}",
    "SERVICE SILENT <{url}> {{ ?a ?b ?c }}",
    "SERVICESILENT<{url}>{{?a ?b ?c}}",
]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_query_reaches_an_address(pool: Pool, spelling: str, host: str) -> None:
    reached = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def setup(self) -> None:
            reached.append(self.client_address)
            super().setup()

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        url = f"http://{host}:{server.server_port}/"
        text = f"BASE <{url}> PREFIX far: <{url}> SELECT * {{ {spelling.format(url=url)} }}"
        error = outcome(pool, text)
        server.shutdown()
        thread.join()
    assert not reached
    if "SILENT" in spelling:
        assert error is None
    else:
        assert isinstance(error, RemoteRefusedError)


def test_good_clients_beside_a_hostile_mix(pool: Pool) -> None:
    hostile = [*ENDLESS.values(), *deep(10_000).values(), *deep(100).values()] * 3
    stop = threading.Event()

    def good(client: int) -> list[float]:
        times, chance = [], random.Random(client)
        while not stop.is_set():
            times.append(lookup(pool, chance.randrange(1_000), f"good {client}"))
            time.sleep(0.01)
        return times

    def measured(threads: ThreadPoolExecutor, during: float | None) -> list[float]:
        stop.clear()
        clients = [threads.submit(good, each) for each in range(8)]
        if during is None:
            errors = list(threads.map(lambda text: outcome(pool, text), hostile))
            assert all(
                isinstance(each, (*OVER, RequestError, QueryBusyError, type(None)))
                for each in errors
            )
        else:
            time.sleep(during)
        stop.set()
        return sorted(each for client in clients for each in client.result())

    with ThreadPoolExecutor(40) as threads:
        measured(threads, 1.0)
        quiet = measured(threads, 4.0)
        beside = measured(threads, None)
    p99 = [times[len(times) * 99 // 100] for times in (quiet, beside)]
    assert p99[1] < max(5 * p99[0], 0.1), p99


def test_memory_comes_back(pool: Pool) -> None:
    def resident() -> int:
        pids = _family(pool)
        pages = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in pids]
        return sum(map(int, pages))

    lookup(pool, 1)
    before = resident()
    for name in ("giant sort", "all that is distinct", "a long string doubled"):
        outcome(pool, ENDLESS[name])
    end = time.monotonic() + 5
    while resident() > 1.1 * before and time.monotonic() < end:
        time.sleep(0.1)
    assert resident() <= 1.1 * before


def _family(pool: Pool) -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    servers = [int(pid) for task in tasks for pid in task.read_text().split()]
    assert servers
    workers = [Path(f"/proc/{pid}/task/{pid}/children").read_text().split() for pid in servers]
    return servers + [int(pid) for each in workers for pid in each]
