"""What a small request costs here over its engine called in process, beside ``oxigraph serve``.

Run as ``python -m bench.request_cost [--home HOME] [--calls 400] [--names all]``; without a home
the shipped graph is built first. Our cache is off, and all serve the same release. They are asked
in turn by GET, over a connection that stays, by a client that costs little itself; printed are
medians in milliseconds, for the engine in process on the release's files and on a copy in memory
too, and what ours takes over the former; behind them the processor time that a request takes in
all processes of a server, which a busy machine changes less. Read the differences and ratios of
one run.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import geometric_mean, median
from urllib.parse import urlencode

from pyoxigraph import Store

from bench import asked
from bench.engines.engine import RESULTS, serving
from bench.engines.ours import LIANGHUI, Ours
from bench.engines.peers import Oxigraph
from bench.measuring import in_process

ASKED = ("lookup-province", "directions", "schemes", "concepts", "two-hop-links")
"""What is asked: answers that the engine has in less than 5 ms."""
HEADS = ("engine", "memory", "oxigraph", "sparql", "cpu /query", "cpu /sparql", "added", "api")
WARMING = 20
"""Calls before those that count."""
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"

Times = dict[str, list[float]]


def measure(
    home: Path, calls: int, work: Path, names: Collection[str] = ASKED
) -> dict[str, dict[str, float]]:
    """For each question the median seconds of each way to have it answered."""
    for name in ("ours", "oxigraph"):
        (work / name).mkdir()
    store = (home / "current" / "store").resolve()
    (work / "ours" / "home").symlink_to(home.resolve())
    (work / "oxigraph" / "store").symlink_to(store)
    opened, copy = Store.read_only(str(store)), Store()
    copy.bulk_extend(opened)
    with (
        serving(Ours("ours", "--no-cache"), work / "ours") as ours,
        serving(Oxigraph(), work / "oxigraph") as peer,
        connected(ours.port) as to_ours,
        connected(peer.port) as to_peer,
    ):
        found, questions = {}, asked.saved()
        for each in [each for each in (*questions, *asked.adhoc()) if each.name in names]:
            times: Times = defaultdict(list)
            warming = min(calls, WARMING)
            for _ in range(warming + calls):
                times["engine"].append(in_process(opened, each.shipped))
                times["memory"].append(in_process(copy, each.shipped))
                times["sparql"].append(get(to_ours, "/sparql", query=each.shipped))
                times["oxigraph"].append(get(to_peer, "/query", query=each.shipped))
                if each in questions:
                    times["api"].append(get(to_ours, f"/api/v1/queries/{each.name}.json"))
            found[each.name] = {way: median(all_[warming:]) for way, all_ in times.items()}
            for served, to, path in ((peer, to_peer, "/query"), (ours, to_ours, "/sparql")):
                before = served.processor()
                for _ in range(calls):
                    get(to, path, query=each.shipped)
                found[each.name][f"cpu {path}"] = (served.processor() - before) / calls
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
    parser.add_argument("--names", default=",".join(ASKED), help="of questions, or all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.home or Path(scratch) / "home"
        if options.home is None:
            subprocess.run([LIANGHUI, "--quiet", "--home", str(home), "build"], check=True)
        every = [each.name for each in (*asked.saved(), *asked.adhoc())]
        names = every if options.names == "all" else options.names.split(",")
        found = measure(home, options.calls, Path(scratch), names)
    print(" " * 30 + "".join(f"{each:>12}" for each in HEADS))
    for name, times in found.items():
        print(f"{name:30}" + "".join(f"{each:12.2f}" for each in _line(times)))
    for one, other in (("memory", "engine"), ("sparql", "engine"), ("cpu /sparql", "cpu /query")):
        ratio = geometric_mean(times[one] / times[other] for times in found.values())
        print(f"{one} over {other}: {ratio:.2f} in the geometric mean")


def _line(times: dict[str, float]) -> Iterator[float]:
    yield from (1000 * times[way] for way in HEADS[:6])
    yield 1000 * (times["sparql"] - times["engine"])
    if "api" in times:
        yield 1000 * times["api"]


if __name__ == "__main__":
    main()
