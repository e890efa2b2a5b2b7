"""An ingest killed at any instant leaves a home that opens and goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.ingest import ingest
from graph.open import open_home
from graph.releases import Home
from made import report, write
from ontology.names import graph

KILLS = 50
KEPT = ("ontology", "reference", "shapes")
SCRIPT = """
import os, sys
from pathlib import Path
from graph.ingest import ingest
from graph.open import open_home
home = open_home(Path(sys.argv[1]))
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        ingest(home, [Path(line.rstrip())])
        os._exit(0)
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class Ingesting:
    """A process that has loaded what an ingest takes, and forks one for each that is asked for."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, path: Path) -> int:
        """Starts one on that file; the process that it is."""
        assert self._process.stdin
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return self._read()

    def end(self) -> int:
        """Waits for it; how it ended."""
        return os.waitstatus_to_exitcode(self._read())

    def _read(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


@contextmanager
def ingesting(home: Home) -> Iterator[Ingesting]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SCRIPT, home.path]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Ingesting(process)


def write_report(folder: Path, turn: int) -> Path:
    return write(folder, "a.txt", report("北京市", 2093, *[f"发展区块链第{turn}期。"] * 60))


@pytest.fixture
def small(home: Home) -> Home:
    """A home with what reports refer to and none of what the shipped ones say: each ingest in it
    takes a fraction of the time."""
    with Home(home.path).change("what reports refer to") as draft:
        for name in set(draft.graphs) - {graph(each).value for each in KEPT}:
            draft.remove_graph(NamedNode(name))
    return home


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sigkill_at_fifty_instants(small: Home, tmp_path: Path) -> None:
    home = small
    chance = random.Random(2026)
    outcomes = set()
    with ingesting(home) as found:
        found.start(write_report(tmp_path, 0))
        started = time.perf_counter()
        assert found.end() == 0
        seconds = time.perf_counter() - started
        for turn in range(1, KILLS + 1):
            before = home.require().number
            pid = found.start(write_report(tmp_path, turn))
            time.sleep(chance.random() * seconds)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            assert found.end() in (0, -signal.SIGKILL)
            release = home.require()
            assert release.number in (before, before + 1)
            assert list(release.verify()) == []
            outcomes.add(release.number - before)
            release.close()
    assert 0 in outcomes
    outcome = ingest(open_home(home.path), [write_report(tmp_path, 99)])
    assert outcome.problems == ()
    assert list(home.require().verify()) == []
    assert list((home.path / "drafts").iterdir()) == []
