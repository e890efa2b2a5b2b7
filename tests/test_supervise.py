"""What runs beside the servers: the publisher, and the look at the home."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph.releases import Home
from live import free_port, serving
from served import made
from server import supervise
from server.config import Config

NOWHERE = "sparql:http://127.0.0.1:9/query,http://127.0.0.1:9/update"
COUNT = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})


def until(holds: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def publishers() -> list[int]:
    """The children of this process that follow a home."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(each.read_text("ascii").rpartition(")")[2].split()[1])
            command = (each.parent / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and b"graph.engines.follow" in command:
            found.append(int(each.parent.name))
    return found


def test_what_publishes_is_started_again(tmp_path: Path) -> None:
    home, said, closing = made(tmp_path / "home"), list[str](), threading.Event()
    config = Config(home=home.path, store=NOWHERE)
    thread = threading.Thread(target=supervise.publish, args=(config, closing, said.append))
    thread.start()
    try:
        until(publishers)
        (first,) = publishers()
        os.kill(first, signal.SIGKILL)
        until(lambda: publishers() not in ([], [first]))
    finally:
        closing.set()
        thread.join(20)
    assert not thread.is_alive()
    assert publishers() == []
    assert said == ["lianghui: what publishes ended with -9; it is started again"]


def test_another_release_of_the_same_number_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "LOOK_SECONDS", 0.05)
    home, said, closing = made(tmp_path / "home"), list[str](), threading.Event()
    again = threading.Event()
    thread = threading.Thread(target=supervise.watch, args=(home, closing, said.append, again.set))
    thread.start()
    try:
        time.sleep(0.2)
        with home.change("more") as draft:
            draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
        home.rollback(1)
        home.rollback(2)
        home.path.rename(tmp_path / "away")
        time.sleep(0.2)
        (tmp_path / "away").rename(home.path)
        time.sleep(0.2)
        assert not again.is_set()
        shutil.rmtree(home.path)
        other = made(home.path)
        with other.change("other") as draft:
            draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 2 } }")
        assert again.wait(20)
    finally:
        closing.set()
        thread.join(20)
    assert said[0].startswith(f"lianghui: {home.path}: release ")
    assert said[0].endswith(" is another than before; starting anew")


@pytest.mark.slow
def test_a_home_that_was_filled_again_is_served(tmp_path: Path) -> None:
    path = made(tmp_path / "home").path

    def count() -> int | None:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", f"/sparql?{COUNT}")
            found = json.loads(connection.getresponse().read())
            return int(found["results"]["bindings"][0]["n"]["value"])
        except (OSError, KeyError):
            return None
        finally:
            connection.close()

    with serving(path) as address:
        before = count()
        shutil.rmtree(path)
        with Home(path).change("other") as draft:
            draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
        assert before not in (1, None)
        until(lambda: count() == 1)


@pytest.mark.slow
def test_a_damaged_release_is_told_in_one_line(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    next((home.path / "releases" / "1" / "store").glob("MANIFEST-*")).write_bytes(b"nothing")
    command = [Path(sys.executable).parent / "lianghui", "--home", home.path, "serve"]
    port = ["--port", str(free_port())]
    ended = subprocess.run([*command, *port], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith(f"lianghui: {home.path}/releases/1/store: cannot be opened")
    assert "Traceback" not in ended.stderr


def test_a_home_whose_link_leads_nowhere_is_alive_and_says_so(tmp_path: Path) -> None:
    path = made(tmp_path / "home").path
    with serving(path) as address:
        (path / "current").unlink()
        (path / "current").mkdir()
        connection = HTTPConnection(address.removeprefix("http://"), timeout=10)
        answers = {}
        for place in ("/healthz", "/readyz", f"/sparql?{COUNT}"):
            connection.request("GET", place)
            answer = connection.getresponse()
            answers[place] = answer.status, answer.getheader("Content-Type"), answer.read()
        connection.close()
    assert answers["/healthz"][0] == 200
    for place in ("/readyz", f"/sparql?{COUNT}"):
        status, kind, body = answers[place]
        assert (status, kind) == (500, "application/problem+json")
        assert b"leads to no release" in body
