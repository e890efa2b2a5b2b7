"""A day's requests in a quarter of an hour, and what they leave behind.

Run as ``make soak MINUTES=15``; prints one JSON object and ends with 1
where memory, handles or disk at the end are more than 10% above what they were after the first
minute. A day at a request a second is 86,400 requests.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

from graph.build import build
from graph.open import open_home
from running import Running, running

CLIENTS = 6
GROWTH = 1.10
GRAPHS = 30
"""Graphs that are written again and again."""
_UPDATE, _TURTLE = "application/sparql-update", "text/turtle"
_PREFIX = "PREFIX lh: <https://w3id.org/lianghui/ontology#> "
_READS = (
    "/sparql?query=" + quote(_PREFIX + "SELECT * { ?s lh:year ?y } LIMIT NN"),
    "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?p != <x:NN>) }"),
    "/sparql?query=" + quote("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT NN0"),
    "/sparql?query=" + quote("SELECT * { ?s ?p NN"),
    "/sparql?query=" + quote("ASK { SERVICE <http://127.0.0.1:9/NN> { ?s ?p ?o } }"),
    "/sparql?timeout=0.2&query=" + quote("SELECT * { ?a ?b NN . ?c ?d ?e . ?f ?g ?h }"),
    "/api/v1/queries",
    "/api/v1/search?q=blockchain",
    "/page/province/140000",
    "/data/province/NN0000.ttl",
    "/store?graph=x:soak-NN",
    "/",
    "/metrics",
)


class Soak:
    """Clients of a server, and samples of what it holds."""

    def __init__(self, server: Running, home: Path, seconds: float) -> None:
        self._server, self._home, self._seconds = server, home, seconds
        self._end = 0.0
        self.statuses: Counter[int] = Counter()
        self.samples: list[tuple[float, tuple[int, ...]]] = []

    def run(self) -> None:
        """Asks and writes until the time is up, once there are all graphs and releases."""
        for number in range(GRAPHS):
            self._change(number)
        self._end = time.monotonic() + self._seconds
        threads = [threading.Thread(target=self._read, args=(n,)) for n in range(CLIENTS)]
        threads.append(threading.Thread(target=self._write))
        for each in threads:
            each.start()
        began = time.monotonic()
        while time.monotonic() < self._end:
            self.samples.append((time.monotonic() - began, self._sample()))
            time.sleep(min(5.0, self._seconds / 60))
        for each in threads:
            each.join()

    def figures(self) -> dict[str, list[int]]:
        """Each figure after the first minute and at the end: medians of a minute, peaks of disk.

        The disk swings in minutes, as RocksDB merges a release's files and those of the releases
        before stay until these go, so each of its peaks is that of a third of the time.
        """
        first = min(60.0, self._seconds / 3)
        third = (self._seconds - first) / 3
        return {
            name: [
                int(figure(each[n] for each in part))
                for part in (
                    self._between(first, first + length),
                    self._between(self._seconds - length, self._seconds),
                )
            ]
            for n, (name, figure, length) in enumerate(
                (
                    ("memory", statistics.median, first),
                    ("handles", statistics.median, first),
                    ("disk", max, third),
                )
            )
        }

    def _between(self, start: float, end: float) -> list[tuple[int, ...]]:
        return [found for when, found in self.samples if start <= when <= end]

    def _read(self, number: int) -> None:
        chosen = random.Random(number)
        while time.monotonic() < self._end:
            url = chosen.choice(_READS).replace("NN", str(chosen.randrange(11, 40)))
            with suppress(OSError, HTTPException):
                self.statuses[self._server.ask("GET", url).status] += 1

    def _write(self) -> None:
        number = GRAPHS
        while time.monotonic() < self._end:
            self._change(number)
            number += 1
            time.sleep(1)

    def _change(self, number: int) -> None:
        graph = f"x:soak-{number % GRAPHS}"
        data = "".join(f"<x:{n}> <x:p> {number} .\n" for n in range(200)).encode()
        put = self._server.ask("PUT", f"/store?graph={graph}", data, Content_Type=_TURTLE)
        text = f"DELETE WHERE {{ GRAPH <{graph}> {{ <x:1> ?p ?o }} }}".encode()
        update = self._server.ask("POST", "/update", text, Content_Type=_UPDATE)
        self.statuses.update((put.status, update.status))

    def _sample(self) -> tuple[int, ...]:
        handles = 0
        for pid in {self._server.process.pid, *self._server.children()}:
            with suppress(OSError):
                handles += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return self._server.memory(), handles, _disk(self._home)


def _disk(folder: Path) -> int:
    """Bytes that a folder takes, what is linked twice counted once."""
    sizes = {}
    for place, _, names in os.walk(folder):  # silent about what goes meanwhile
        for name in names:
            with suppress(OSError):
                found = (Path(place) / name).lstat()
                sizes[found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def main(minutes: float) -> int:
    """Soaks a server for so long; 1 where something grew."""
    place = Path(tempfile.mkdtemp(prefix="soak"))
    try:
        build(open_home(place / "home"))
        options = ("--anonymous-writes", "--query-seconds", "5", "--query-memory", "512")
        with running(place / "home", *options) as server:
            soak = Soak(server, place / "home", minutes * 60)
            soak.run()
    finally:
        shutil.rmtree(place)
    figures = soak.figures()
    grown = [name for name, (early, late) in figures.items() if late > early * GROWTH]
    faults = {status: n for status, n in soak.statuses.items() if status in {500, 502, 507}}
    told = {"minutes": minutes, "requests": soak.statuses.total(), "grown": grown}
    sys.stdout.write(json.dumps(told | figures | {"statuses": soak.statuses}) + "\n")
    return 1 if grown or faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 15.0))
