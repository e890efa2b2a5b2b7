"""What a small request costs here over its engine called in process, beside ``oxigraph serve``.

Run as ``python -m bench.request_cost [--home HOME] [--calls 400]``; without a home the shipped
graph is built first. Our cache is off, and all serve the same release. They are asked in turn by
GET, over a connection that stays, by a client that costs little itself; printed are medians in
milliseconds and what ours takes over the engine in process. Read the differences of one run.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from pyoxigraph import Store

from bench import asked
from bench.engines.engine import RESULTS, serving
from bench.engines.ours import LIANGHUI, Ours
from bench.engines.peers import Oxigraph
from bench.measuring import in_process

ASKED = ("lookup-province", "directions", "schemes", "concepts", "years")
"""What is asked: answers that the engine has in less than 5 ms."""
WARMING = 20
"""Calls before those that count."""
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"

Times = dict[str, list[float]]


def measure(home: Path, calls: int, work: Path) -> dict[str, dict[str, float]]:
    """For each question the median seconds of each way to have it answered."""
    for name in ("ours", "oxigraph"):
        (work / name).mkdir()
    store = (home / "current" / "store").resolve()
    (work / "ours" / "home").symlink_to(home.resolve())
    (work / "oxigraph" / "store").symlink_to(store)
    opened = Store.read_only(str(store))
    with (
        serving(Ours("ours", "--no-cache"), work / "ours") as ours,
        serving(Oxigraph(), work / "oxigraph") as peer,
        connected(ours.port) as to_ours,
        connected(peer.port) as to_peer,
    ):
        found, questions = {}, asked.saved()
        for each in [each for each in (*questions, *asked.adhoc()) if each.name in ASKED]:
            times: Times = defaultdict(list)
            for _ in range(WARMING + calls):
                times["engine"].append(in_process(opened, each.shipped))
                times["sparql"].append(get(to_ours, "/sparql", query=each.shipped))
                times["oxigraph"].append(get(to_peer, "/query", query=each.shipped))
                if each in questions:
                    times["api"].append(get(to_ours, f"/api/v1/queries/{each.name}.json"))
            found[each.name] = {way: median(all_[WARMING:]) for way, all_ in times.items()}
        return found


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    """A connection to a server of this machine."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def get(connection: socket.socket, path: str, **parameters: str) -> float:
    """Seconds to the whole answer. Raises RuntimeError for any but 200."""
    address = f"{path}?{urlencode(parameters)}" if parameters else path
    request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: {RESULTS}\r\n\r\n".encode()
    began = time.perf_counter()
    connection.sendall(request)
    answer = _received(connection)
    took = time.perf_counter() - began
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer[:300].decode("utf-8", "replace"))
    return took


def _received(connection: socket.socket) -> bytes:
    """One answer, by its length or to its last chunk (RFC 9112, 6.3)."""
    answer = bytearray()
    head = -1
    while True:
        part = connection.recv(1 << 18)
        if not part:
            raise RuntimeError("the connection was closed")
        answer += part
        head = answer.find(_END) if head < 0 else head
        if head < 0:
            continue
        length = _LENGTH.search(answer, 0, head)
        whole = head + len(_END) + int(length[1]) if length else None
        if len(answer) == whole or (whole is None and answer.endswith(b"0" + _END)):
            return bytes(answer)


def main() -> None:
    """Measures and prints a line for each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--calls", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.home or Path(scratch) / "home"
        if options.home is None:
            subprocess.run([LIANGHUI, "--quiet", "--home", str(home), "build"], check=True)
        found = measure(home, options.calls, Path(scratch))
    print(f"{'':20}{'engine':>9}{'oxigraph':>9}{'sparql':>9}{'added':>9}{'api':>9}{'added':>9}")
    for name, times in found.items():
        print(f"{name:20}" + "".join(f"{each:9.2f}" for each in _line(times)))


def _line(times: dict[str, float]) -> Iterator[float]:
    yield from (1000 * times[way] for way in ("engine", "oxigraph"))
    for way in ("sparql", "api"):
        if way in times:
            yield 1000 * times[way]
            yield 1000 * (times[way] - times["engine"])


if __name__ == "__main__":
    main()
