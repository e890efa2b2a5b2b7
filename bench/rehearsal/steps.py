"""The steps of a rehearsal, each a command as a user would give it, with what it took."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from bench import asked
from bench.engines.engine import AnswerError, serving
from bench.engines.ours import LIANGHUI, Ours
from bench.generate_graph import generate
from bench.loading import shipped
from graph.home.manifest import read_manifest

ROUNDS = 3
SLOW = 2.0
"""Seconds from which a question is asked once."""
LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds by the clock and of processors, and its peak, in bytes.

    ``load`` is the machine's load average when it began.
    """

    seconds: float
    processor: float
    memory: int
    load: float

    def as_dict(self) -> dict[str, float]:
        """The figures as JSON knows them, memory in megabytes."""
        rounded = {name: round(value, 2) for name, value in asdict(self).items()}
        return rounded | {"memory": round(self.memory / 1e6)}


def run(*words: object) -> Spent:
    """Run ``lianghui`` with these words; what it and all its processes took.

    The peak is that of the largest process. Raises CalledProcessError where it fails.
    """
    command = [LIANGHUI, "--quiet", *map(str, words)]
    load, began = os.getloadavg()[0], time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    processor = usage.ru_utime + usage.ru_stime
    return Spent(time.perf_counter() - began, processor, usage.ru_maxrss * 1024, load)


def extract(reports: Path, parts: Path) -> dict[str, float]:
    """What the reports say as N-Quads, by two workers."""
    shutil.rmtree(parts, ignore_errors=True)
    spent = run("ingest", reports, "--to", parts, "--workers", 2)
    quads = sum(map(lines, parts.glob("*.nq")))
    return spent.as_dict() | {"quads": quads, "reports": sum(1 for _ in reports.iterdir())}


def load_parts(work: Path, quads: int) -> dict[str, float]:
    """The first parts that hold so many quads, into a home with the shipped facts."""
    shutil.rmtree(work / "read", ignore_errors=True)
    run("--home", work / "read", "build")
    chosen = up_to(sorted((work / "parts" / "00").glob("*.nq")), quads)
    found = _load(chosen, work / "read") | {"parts": len(chosen)}
    shutil.rmtree(work / "read")
    return found


def load_graph(work: Path, triples: int) -> dict[str, float]:
    """A made-up graph of about that many triples, into an empty home that is kept."""
    source, home = work / "source.nq", work / str(triples) / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(exist_ok=True)
    with shipped(work / "real").open(encoding="utf-8") as real, source.open("w") as out:
        out.writelines(generate(real, triples))
    return _load([source], home)


def _load(files: list[Path], home: Path) -> dict[str, float]:
    """What loading took, and the triples there then."""
    spent = run("--home", home, "load", *files)
    return spent.as_dict() | {"triples": read_manifest((home / "current").resolve()).triples}


def up_to(parts: list[Path], triples: int) -> list[Path]:
    """The first parts, one at least, until they together have so many triples."""
    before = accumulate(map(lines, parts), initial=0)
    return [part for part, held in zip(parts, before, strict=False) if held < triples]


def lines(path: Path) -> int:
    """The lines of a file."""
    with path.open("rb") as file:
        return sum(1 for _ in file)


def questions(
    folder: Path,
    known: Mapping[str, float | None],
    note: Callable[[str, float | None], None],
) -> None:
    """Milliseconds of every saved question on ``folder/home`` that is not known, noted one by one.

    The response cache is off. The median of three rounds; None for a question that is refused or
    not answered in time.
    """
    left = [each for each in asked.saved() if each.name not in known]
    if not left:
        return
    with serving(Ours("lianghui", "--no-cache"), folder) as served:

        def times(text: str) -> Iterator[float]:
            for _ in range(ROUNDS):
                took, _body = served.ask(text, LIMIT)
                yield took
                if took > SLOW:
                    return

        for each in left:
            note(each.name, _median(times(each.shipped)))


def _median(times: Iterator[float]) -> float | None:
    try:
        return round(1000 * median(times), 1)
    except AnswerError:
        return None


def machine() -> dict[str, Any]:
    """On what it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    date = time.strftime("%Y-%m-%d", time.gmtime())
    return {"date": date, "cores": os.cpu_count(), "memory_gib": round(memory)}
