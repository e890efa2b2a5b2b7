"""Two hundred requests made to hurt, beside eight clients who only want an answer."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.releases import Home
from running import Running, eventually, running
from test_hostile import ENDLESS, THINGS, deep

pytestmark = [pytest.mark.slow, pytest.mark.alone]

SECONDS = 2.0
P99, MEMORY = 5, 1.1
BOUTS = 3
"""One bout has to do no harm; on a machine that does other things beside, not every one can."""
LOOKUP = f"SELECT * {{{{ <{THINGS}{{}}> ?p ?o }}}} LIMIT 50"
REFUSED, OVER = {400, 403}, {500, 503, 504}
Hostile = tuple[str, set[int], Callable[[Running], int]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    home = Home(tmp_path / "home")
    node = [NamedNode(f"{THINGS}{n}") for n in range(1_000)]
    with home.change("test") as draft:
        draft.add(
            Quad(
                node[n % 1_000],
                node[n % 13],
                node[n * 7919 % 1_000] if n % 3 else Literal(f"some words and the number {n}"),
                node[n % 7],
            )
            for n in range(90_000)
        )
    options = ("--query-seconds", str(SECONDS), "--query-memory", "256", "--no-cache")
    with running(home.path, *options) as found:
        yield found


def _call(server: Running, body: bytes, source: str = "127.0.0.2") -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(source, 0))
    try:
        connection.request("POST", "/sparql", body, {"Content-Type": "application/sparql-query"})
        response = connection.getresponse()
        whole = response.read()
        assert len(whole) == int(response.headers["Content-Length"])
        return response.status
    finally:
        connection.close()


def _huge(server: Running) -> int:
    try:
        return _call(server, b"ASK { ?s ?p 1 }" + b" " * 10_000_000)
    except (BrokenPipeError, ConnectionResetError, HTTPException):
        return 413  # it was told while it still sent, and the line cut


def _slow(server: Running) -> int:
    with socket.create_connection(("127.0.0.1", server.port), 30, ("127.0.0.2", 0)) as line:
        line.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        line.sendall(b"ASK")
        said = line.recv(100)
        return int(said.split()[1]) if said else 408


def _leaving(server: Running) -> int:
    path = "/sparql?" + urlencode({"query": ENDLESS["count of a cross product"]})
    request = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), 30, ("127.0.0.2", 0)) as line:
        line.sendall(request)
        time.sleep(0.3)
    return 0


def hostile(port: int) -> list[Hostile]:
    """The mix, always the same, in an order that is always the same."""
    found: list[Hostile] = []

    def add(name: str, text: str, statuses: set[int]) -> None:
        found.append((name, statuses, lambda server: _call(server, text.encode())))

    for name, text in ENDLESS.items():
        for _ in range(5):
            add(name, text, OVER | {200, 400})
    for name, text in deep(10_000).items():
        for _ in range(3):  # a long list is no harm by itself
            add(name, text, OVER | {200} if name == "list" else {400})
    places = [f"http://127.0.0.1:{port}/", "http://localhost/", "http://2130706433/", "http://0/"]
    for place in (*places, f"http://name.example:{port}/"):
        for _ in range(5):
            add("service", f"ASK {{ SERVICE <{place}> {{ ?s ?p ?o }} }}", {403, 503})
    found += [("10 MB", {413}, _huge)] * 10
    found += [("slow sender", {408}, _slow)] * 20
    found += [("hangs up", {0}, _leaving)] * (200 - len(found))
    random.Random(4).shuffle(found)
    assert len(found) == 200
    return found


class Good:
    """Eight clients who look things up, one after the other, and what that takes them."""

    def __init__(self, server: Running) -> None:
        self._server, self._stop = server, threading.Event()
        self.times: list[float] = []
        self.bad: Counter[int] = Counter()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(8)]

    def __enter__(self) -> Good:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def _ask(self, first: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=60)
        number = first
        while not self._stop.is_set():
            number = (number + 37) % 1_000
            query = LOOKUP.format(number)
            began = time.monotonic()
            connection.request("GET", f"/sparql?query={quote(query)}")
            response = connection.getresponse()
            response.read()
            self.times.append(time.monotonic() - began)
            if response.status != 200:
                self.bad[response.status] += 1
            time.sleep(0.01)
        connection.close()

    def p99(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.99)]


@dataclass
class Bout:
    """How one bout of the mix went."""

    faults: list[tuple[str, int, float]]
    statuses: Counter[int]
    bad: Counter[int]
    ratio: float
    memory: float

    @property
    def harmless(self) -> bool:
        return not self.faults and not self.bad and self.ratio < P99 and self.memory < MEMORY


def fight(server: Running, mix: list[Hostile], before: int) -> Bout:
    """Sends the mix beside the good clients; the memory after is measured like the one before."""
    with Good(server) as quiet:
        time.sleep(4)
    faults, statuses = [], Counter[int]()

    def attack(each: Hostile) -> None:
        name, expected, call = each
        began = time.monotonic()
        status = call(server)
        seconds = time.monotonic() - began
        limit = 10 + 1 if name == "slow sender" else SECONDS + 1
        statuses[status] += 1
        if status not in expected or seconds > limit:
            faults.append((name, status, round(seconds, 2)))

    with Good(server) as good, ThreadPoolExecutor(16) as attackers:
        list(attackers.map(attack, mix))
    with Good(server):
        time.sleep(4)
    eventually(lambda: server.memory() < before * MEMORY, 15)
    ratio = good.p99() / quiet.p99()
    return Bout(faults, statuses, good.bad + quiet.bad, ratio, server.memory() / before)


def warm(server: Running, mix: list[Hostile]) -> int:
    """The memory of a server that has been at work for a while, hostile requests included.

    What is loaded once is not what a bout leaves. A worker keeps what it has read of the store, so
    each gets its share of all look-ups before the good clients have the workers for themselves.
    """
    with Good(server), ThreadPoolExecutor(16) as attackers:
        list(attackers.map(lambda each: each[2](server), mix[::5]))
    with ThreadPoolExecutor(32) as threads:
        answers = threads.map(lambda number: server.query(LOOKUP.format(number)), range(5_000))
        assert {each.status for each in answers} == {200}
    with Good(server):
        time.sleep(4)
    return server.memory()


@pytest.mark.timeout(600)
def test_two_hundred_hostile_requests_cost_nobody_else_anything(
    server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    mix = hostile(server.port)
    before = warm(server, mix)
    bouts: list[Bout] = []
    while len(bouts) < BOUTS and not any(each.harmless for each in bouts):
        bouts.append(fight(server, mix, before))
        with capsys.disabled():
            print(f"\n200 hostile requests, from {before >> 20} MiB: {bouts[-1]}")
    assert any(each.harmless for each in bouts), bouts
