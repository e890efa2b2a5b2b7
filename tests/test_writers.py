"""Eight writers and thirty-two readers at a real server, for a minute."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from live import serving
from served import made

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

SECONDS, WRITERS, READERS = 60.0, 8, 32
PAIR = 20
"""Triples that one write adds to each of its two graphs."""
UPDATE = "application/sparql-update"
COUNT = """SELECT ?n (COUNT(?s) AS ?count) (COUNT(DISTINCT ?g) AS ?graphs) {
  GRAPH ?g { ?s <x:n> ?n } } GROUP BY ?n ORDER BY ?n"""
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Seen:
    """What all threads saw: the writes that were acknowledged, each tag's bytes, what is wrong."""

    written: set[int] = field(default_factory=set)
    refused: int = 0
    reads: int = 0
    unchanged: int = 0
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    wrong: list[object] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("writers") / "home"
    made(home)
    with serving(home, anonymous_writes=True) as found:
        yield found


class Asker:
    """One connection, kept open."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address.removeprefix("http://"), timeout=60)

    def __call__(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, url, body, given)
        response = self._connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()

    def close(self) -> None:
        self._connection.close()


def write(ask: Asker, seen: Seen, number: int) -> None:
    """Adds one number to two graphs at once, until that is acknowledged."""
    lines = "".join(f"<x:{number}-{each}> <x:n> {number} ." for each in range(PAIR))
    text = f"INSERT DATA {{ GRAPH <x:left> {{ {lines} }} GRAPH <x:right> {{ {lines} }} }}"
    status, headers, body = ask("POST", "/update", text.encode(), Content_Type=UPDATE)
    with seen.lock:
        if status == 204:
            seen.written.add(number)
        elif status == 503 and "retry-after" in headers:
            seen.refused += 1
        else:
            seen.wrong.append((status, body))


def read(ask: Asker, seen: Seen, turn: int) -> None:
    """Looks for a number that is in one graph only, and for two contents under one tag."""
    url = f"/sparql?query={quote(COUNT)}" if turn % 2 else "/store?graph=x:left"
    status, headers, body = ask("GET", url, Accept="application/sparql-results+json, text/turtle")
    if status == 404 and not turn % 2:
        return
    again = ask("GET", url, Accept="text/csv, text/turtle", If_None_Match=headers.get("etag", ""))
    with seen.lock:
        if status == 503 and "retry-after" in headers:
            seen.refused += 1
            return
        seen.reads += 1
        if status != 200:
            seen.wrong.append((url, status, body))
            return
        # What was answered from a newer release than it was asked of bears no tag.
        tag = headers.get("etag")
        if tag and seen.bodies.setdefault((url, tag), body) != body:
            seen.wrong.append(("one tag, two contents", tag))
        if again[0] == 304:
            seen.unchanged += 1
        if turn % 2:
            seen.wrong += half(body)


def half(body: bytes) -> list[object]:
    """The numbers of an answer that are not there in both graphs, with all their triples."""
    rows = json.loads(body)["results"]["bindings"]
    return [row for row in rows if (row["count"]["value"], row["graphs"]["value"]) != ("40", "2")]


def loop(address: str, work: Callable[[Asker, int], None], first: int, step: int) -> None:
    ask, turn = Asker(address), first
    end = time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            work(ask, turn)
            turn += step
    finally:
        ask.close()


def test_nothing_is_lost_and_nothing_is_half(address: str) -> None:
    seen = Seen()
    threads = [
        threading.Thread(
            target=loop, args=(address, lambda ask, n: write(ask, seen, n), each, WRITERS)
        )
        for each in range(WRITERS)
    ]
    threads += [
        threading.Thread(target=loop, args=(address, lambda ask, n: read(ask, seen, n), each, 1))
        for each in range(READERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{len(seen.written)} writes, {seen.refused} told to wait, {seen.reads} reads")
    assert seen.wrong == []
    assert len(seen.written) > WRITERS
    assert seen.reads > READERS
    ask = Asker(address)
    status, headers, body = ask("GET", f"/sparql?query={quote(COUNT)}")
    ask.close()
    assert status == 200
    kept = {int(row["n"]["value"]) for row in json.loads(body)["results"]["bindings"]}
    assert kept == seen.written
    assert half(body) == []
    assert int(headers["x-release"]) == 1 + len(seen.written)
