"""Writers killed at any instant, and readers in the middle of a hundred publications."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from chain import names
from graph.releases import Home, Release

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

KILLS = 50
PUBLICATIONS = 100
VALUE = NamedNode("http://example.org/value")
GRAPHS = [NamedNode(f"http://example.org/graph/{letter}") for letter in "abc"]

PUBLISHER = """
import sys
from pathlib import Path
from graph.releases import Home
from test_release_kill import write
home = Home(Path(sys.argv[1]), keep=3)
while True:
    write(home)
    print("published", flush=True)
"""


def write(home: Home) -> int:
    """Put the release's number into two graphs (one by rows in bulk) and into a text."""
    with home.change("number") as draft:
        number = draft.number
        rows = 12_000 if number % 5 == 0 else 20
        subjects = [NamedNode(f"http://example.org/{row}") for row in range(rows)]
        draft.replace_graph(
            GRAPHS[0], (Quad(s, VALUE, Literal(number), GRAPHS[0]) for s in subjects)
        )
        draft.update(
            f"DELETE WHERE {{ GRAPH <{GRAPHS[1].value}> {{ ?s ?p ?o }} }} ;"
            f"INSERT DATA {{ GRAPH <{GRAPHS[1].value}> {{ {VALUE} {VALUE} {number} }} }}",
            graphs=[GRAPHS[1].value],
        )
        draft.add([Quad(VALUE, VALUE, Literal(number), GRAPHS[2])])
        for key in list(draft.texts):
            draft.drop_text(key)
        draft.add_text(f"release {number}")
    return number


def values(release: Release, graph: NamedNode) -> set[int]:
    quads = release.store.quads_for_pattern(None, None, None, graph)
    return {int(quad.object.value) for quad in quads}


def texts(release: Release) -> set[str]:
    return {release.text(key) for key in release.texts}


def assert_whole(release: Release) -> None:
    number = release.number
    assert list(release.verify()) == []
    assert values(release, GRAPHS[0]) == values(release, GRAPHS[1]) == {number}
    assert number in values(release, GRAPHS[2])
    assert texts(release) == {f"release {number}"}


def start(home: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parent
    environment = os.environ | {"PYTHONPATH": f"{root.parent}:{root}"}
    command = [sys.executable, "-c", PUBLISHER, str(home)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def kill_somewhere(home: Path, delay: float) -> None:
    process = start(home)
    assert process.stdout is not None
    assert process.stdout.readline() == "published\n"
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL


def test_a_home_whose_writer_is_killed_opens_on_a_whole_release(tmp_home: Path) -> None:
    home = Home(tmp_home, keep=3)
    chance = random.Random(20)
    interrupted = last = 0
    for _ in range(KILLS):
        kill_somewhere(tmp_home, chance.uniform(0, 0.3))
        interrupted += bool(names(tmp_home / "drafts"))
        release = home.require()
        assert release.number > last
        assert_whole(release)
        highest = max(manifest.number for manifest in home.releases())
        release.close()
        last = write(home)
        assert last == highest + 1
        assert_whole(home.require())
        assert set(names(tmp_home)) == {"current", "drafts", "lock", "releases"}
        assert names(tmp_home / "drafts") == []
        assert len(names(tmp_home / "releases")) == min(3, last)
    assert interrupted > KILLS // 4, "too few kills fell into a change"


def read_on(path: Path, stop, results) -> None:
    """Open and query until told to stop; report openings, releases seen and what went wrong."""
    home, opened, seen = Home(path), 0, set()
    try:
        while not stop.is_set():
            with home.require() as release:
                number, opened = release.number, opened + 1
                assert values(release, GRAPHS[0]) == values(release, GRAPHS[1]) == {number}
                assert texts(release) == {f"release {number}"}
                assert not seen or number >= max(seen), "went back"
                seen.add(number)
    except Exception as error:
        results.put((opened, len(seen), repr(error)))
    else:
        results.put((opened, len(seen), None))


def test_readers_through_a_hundred_publications_never_see_a_mixture(tmp_home: Path) -> None:
    home = Home(tmp_home, keep=1)
    write(home)
    spawn = multiprocessing.get_context("spawn")
    stop, results = spawn.Event(), spawn.Queue()
    readers = [spawn.Process(target=read_on, args=(tmp_home, stop, results)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(PUBLICATIONS):
        write(home)
    stop.set()
    outcomes = [results.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    print(outcomes)
    assert [error for _, _, error in outcomes] == [None, None, None]
    assert all(seen > PUBLICATIONS // 5 for _, seen, _ in outcomes)
    home.prune(1)
    assert names(tmp_home / "releases") == [str(home.number())]
