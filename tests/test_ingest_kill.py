"""An ingest killed at any instant leaves a home that opens and goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.ingest import ingest
from graph.open import open_home
from graph.releases import Home
from made import report, write

SCRIPT = """
import sys
from pathlib import Path
from graph.ingest import ingest
from graph.open import open_home
home = open_home(Path(sys.argv[1]))
print("ready", flush=True)
print(ingest(home, [Path(sys.argv[2])]).release, flush=True)
"""


def start(home: Home, path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, home.path, path], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def write_report(folder: Path, turn: int) -> Path:
    return write(folder, "a.txt", report("北京市", 2093, *[f"发展区块链第{turn}期。"] * 200))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sigkill_at_fifty_instants(home: Home, tmp_path: Path) -> None:
    path = write_report(tmp_path, 0)
    started = time.perf_counter()
    with start(home, path) as child:
        assert child.wait() == 0
    seconds = time.perf_counter() - started
    chance = random.Random(2026)
    outcomes = set()
    for turn in range(1, 51):
        before = home.require().number
        with start(home, write_report(tmp_path, turn)) as child:
            time.sleep(chance.random() * seconds)
            child.kill()
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
