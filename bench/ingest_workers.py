"""How much faster two workers read than one: ``python -m bench.ingest_workers [N [ROUNDS]]``.

Each of so many rounds (5) reads N made-up reports (620) by ``lianghui ingest --to`` with one
worker, with two, and by two commands at once that have one worker and half of the reports each,
which is what the machine gives two processes that share nothing. Prints one JSON object; medians
count. What other programs used of the processors meanwhile is told too, and with more than a tenth
of one core nothing is judged. Exits with 1 where two workers are judged and fall short.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.engines.ours import LIANGHUI
from bench.generate_reports import generate

WANTED = 1.7
"""Times as fast as one worker."""
OTHERS = 0.1
"""Processors that other programs may use where something is judged."""
UNJUDGED = "not judged"
"""How a verdict begins that is none."""
REPORTS, ROUNDS = 620, 5
STAT = Path("/proc/stat")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of processors; ``others`` are processors used by other programs."""

    seconds: float
    processor: float
    others: float


def run(*commands: Sequence[object]) -> Run:
    """Run these commands of ours at once. Raises CalledProcessError where one fails."""
    before, busy, began = os.times(), _busy(), time.perf_counter()
    running = [subprocess.Popen([LIANGHUI, "--quiet", *map(str, each)]) for each in commands]
    for each in running:
        if each.wait():
            raise subprocess.CalledProcessError(each.returncode, each.args)
    seconds, after = time.perf_counter() - began, os.times()
    ours = after.children_user + after.children_system
    ours -= before.children_user + before.children_system
    return Run(seconds, ours, max(0.0, _busy() - busy - ours) / seconds)


def compare(reports: Sequence[Path], work: Path, rounds: int) -> dict[str, Any]:
    """One worker, two, and two commands apart, by turns, on the same reports."""
    whole, halves = _linked(reports, work / "whole"), (work / "half-0", work / "half-1")
    for number, half in enumerate(halves):
        _linked(reports[number::2], half)
    kinds = {"one": ([whole], 1), "two": ([whole], 2), "apart": (halves, 1)}
    runs: dict[str, list[Run]] = {kind: [] for kind in kinds}
    for turn in range(rounds):
        for kind, (folders, workers) in kinds.items():
            to = work / f"{kind}-{turn}"
            commands = [
                ("ingest", each, "--to", to / each.name, "--workers", workers) for each in folders
            ]
            runs[kind].append(run(*commands))
    return told(len(reports), runs)


def told(reports: int, runs: dict[str, list[Run]]) -> dict[str, Any]:
    """What the runs come to; ``ratio`` is that of two workers to one by the clock."""
    seconds = {kind: median(each.seconds for each in all_) for kind, all_ in runs.items()}
    processor = {kind: median(each.processor for each in all_) for kind, all_ in runs.items()}
    others = median(each.others for all_ in runs.values() for each in all_)
    ratio = seconds["one"] / seconds["two"]
    return {
        "reports": reports,
        "rounds": len(runs["one"]),
        "seconds": {kind: round(each, 2) for kind, each in seconds.items()},
        "processor_seconds": {kind: round(each, 2) for kind, each in processor.items()},
        "ratio": round(ratio, 2),
        "ratio_apart": round(seconds["one"] / seconds["apart"], 2),
        "others": round(others, 2),
        "verdict": verdict(ratio, others),
    }


def verdict(ratio: float, others: float) -> str:
    """Whether two workers are as fast as they should be, if that can be told."""
    if others > OTHERS or (os.cpu_count() or 1) < 2:
        return f"{UNJUDGED}: no two cores were free, others used {others:.2f}"
    return f"{'at least' if ratio >= WANTED else 'less than'} {WANTED} times as fast"


def _linked(reports: Sequence[Path], folder: Path) -> Path:
    folder.mkdir()
    for path in reports:
        (folder / path.name).hardlink_to(path)
    return folder


def _busy() -> float:
    """Seconds that all processors have worked, or were taken away, since the machine started."""
    user, nice, system, _idle, _wait, irq, soft, steal = map(
        int, STAT.read_text("ascii").split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, and tell."""
    given = [*map(int, sys.argv[1:])]
    number, rounds = given + [REPORTS, ROUNDS][len(given) :]
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        shards = generate(number, work / "reports")
        found = compare(
            sorted(path for each in shards for path in each.glob("*.txt")), work, rounds
        )
    print(json.dumps(found, indent=2))
    sys.exit(found["verdict"].startswith("less"))


if __name__ == "__main__":
    main()
