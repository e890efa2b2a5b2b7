"""A server whose processes are killed, whose disk fills up and whose input is garbled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from chain import publish
from graph.releases import Home
from running import Running, eventually, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

WRITES = ("--anonymous-writes",)
UPDATE, QUERY = "application/sparql-update", "application/sparql-query"
NUMBERS = "SELECT ?n { GRAPH <x:numbers> { ?s <x:n> ?n } }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < 150) }"
PROBLEM = "application/problem+json"


def _spools(pid: int) -> int:
    """Bytes in the unlinked files that a process has open for its answer."""
    most = 0
    for each in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            if "(deleted)" in str(each.readlink()):
                most = max(most, each.stat().st_size)
    return most


def _leaves(server: Running) -> set[int]:
    everyone = server.children()
    return {pid for pid in everyone if not Path(f"/proc/{pid}/task/{pid}/children").read_text()}


def test_a_worker_killed_in_mid_result_gives_no_complete_looking_200(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, *range(400))
    with running(home.path, "--query-seconds", "60") as server:
        found: list[int] = []
        asking = threading.Thread(target=lambda: found.append(server.query(LARGE).status))
        asking.start()
        writing: list[int] = []

        def writes() -> bool:
            writing[:] = [pid for pid in server.children() if _spools(pid) > 10 << 20]
            return bool(writing)

        assert eventually(writes, 30)
        os.kill(writing[0], signal.SIGKILL)
        asking.join()
        assert found == [500]
        assert server.query("ASK {}").status == 200


def test_a_server_killed_in_mid_transfer_gives_no_complete_looking_200(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, *range(400))
    with running(home.path) as server:
        line = HTTPConnection("127.0.0.1", server.port, timeout=30)
        small = LARGE.replace("?g ?h ?i ", "") + " LIMIT 60000"
        line.request("POST", "/sparql", small, {"Content-Type": QUERY})
        response = line.getresponse()
        assert response.status == 200
        length = int(response.headers["Content-Length"])
        assert length > 4 << 20
        taken = len(response.read(1000))
        server.process.kill()
        with pytest.raises((HTTPException, OSError)):  # noqa: PT012
            taken += len(response.read())
            assert taken == length  # all of it was on its way already
            raise HTTPException
        line.close()
        server.process.wait()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    with suppress(OSError):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            yield place
            subprocess.run(["umount", "--lazy", str(place)], check=True)
            return
    pytest.skip("needs the right to mount a small file system")


def test_a_disk_that_fills_up_in_mid_write_gives_507_and_loses_nothing(small_disk: Path) -> None:
    publish(Home(small_disk / "home"), *range(10))
    (small_disk / "ballast").write_bytes(b"x" * (58 << 20))
    data = "".join(f'<x:{n}> <x:p> "{n} {random.Random(n).random()}" .\n' for n in range(40_000))
    with running(small_disk / "home", *WRITES) as server:
        put = "/store?graph=x:large"
        answer = server.ask("PUT", put, data.encode(), Content_Type="application/n-triples")
        assert answer.status == 507, answer.body
        assert answer.json["type"].endswith("/storage-full")
        assert server.query("SELECT * { ?s ?p ?o }").headers["x-release"] == "1"
        assert server.ask("GET", put).status == 404
        assert not list((small_disk / "home" / "drafts").iterdir())
        (small_disk / "ballast").unlink()
        answer = server.ask("PUT", put, data.encode(), Content_Type="application/n-triples")
        assert answer.status == 201, answer.body
        assert answer.headers["x-release"] == "2"


KILLS = Counter({"worker": 40, "writer": 40, "server": 20})


class Book:
    """Numbers that are written through a server which is killed, and what was acknowledged."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self._home, self._stack = home, stack
        self.sure: set[int] = set()
        self.release = 0
        self.unsure = 0
        self.server = self._start()

    def _start(self) -> Running:
        return self._stack.enter_context(running(self._home, *WRITES))

    def again(self) -> None:
        """Another server in place of the one that was killed."""
        self.server.process.wait()
        self.server = self._start()

    def write(self, number: int) -> None:
        """Writes a number; it counts once that has been acknowledged."""
        text = f"INSERT DATA {{ GRAPH <x:numbers> {{ <x:{number}> <x:n> {number} }} }}"
        with suppress(OSError, HTTPException):
            answer = self.server.ask("POST", "/update", text.encode(), Content_Type=UPDATE)
            if answer.status == 204:
                self.sure.add(number)
                self.release = int(answer.headers["x-release"])
                return
            assert answer.status in {500, 503}, answer.body
        self.unsure += 1

    def check(self) -> None:
        """Nothing acknowledged is missing, from the cache as from the release itself."""
        for _ in range(2):  # the second comes from the cache
            answer = self.server.query(NUMBERS)
            assert answer.status == 200, answer.body
            rows = answer.json["results"]["bindings"]
            assert self.sure <= {int(row["n"]["value"]) for row in rows}
            assert int(answer.headers["x-release"]) >= self.release


def kill(book: Book, what: str, instants: random.Random) -> None:
    """Kills a process of that kind at a random instant from now on."""
    server = book.server
    idle = _leaves(server)
    time.sleep(instants.uniform(0, 0.05))
    if what == "server":
        time.sleep(instants.uniform(0, 0.3))
        server.process.kill()
    elif what == "writer":
        fresh: set[int] = set()
        eventually(lambda: fresh.update(_quietly(_leaves, server) - idle) or fresh, 2)
        time.sleep(instants.uniform(0, 0.15))
        for pid in fresh:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    else:
        with suppress(ProcessLookupError):
            os.kill(instants.choice(sorted(idle)), signal.SIGKILL)


def _quietly(ask: Callable[[Running], set[int]], server: Running) -> set[int]:
    with suppress(OSError):
        return ask(server)
    return set()


def test_a_hundred_kills_lose_nothing_that_was_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(Home(tmp_path / "home"), 1)
    instants = random.Random(100)
    order = sorted(KILLS.elements(), key=lambda _: instants.random())
    assert len(order) == 100
    with ExitStack() as stack:
        stack.callback(lambda: None)
        book = Book(tmp_path / "home", stack)
        for number, what in enumerate(order):
            book.check()
            writing = threading.Thread(target=book.write, args=(number,))
            writing.start()
            kill(book, what, instants)
            writing.join()
            if what == "server":
                book.again()
            book.check()
        assert len(book.sure) > 20
        assert book.unsure > 10
        with capsys.disabled():
            print(f"\n{len(book.sure)} writes acknowledged, {book.unsure} not: none lost")
    with Home(tmp_path / "home").require() as release:
        assert list(release.verify()) == []
