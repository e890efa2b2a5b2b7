"""How ingest grows: the real reports, and copies of them under other years, end to end.

Run as ``python -m bench.ingest_scale [COPIES...] [--year YEAR]`` (1 10); prints one JSON object.
Each run starts from the shipped graph, in a home of its own that is removed afterwards.
``times_as_long`` compares the last run with the first, ``memory_mb_a_copy`` is the slope of a
straight line through all, and ``hundred_times_as_long`` what such a line through the times tells
of 100 copies beside one. The years that a report may be of hold 75 copies of the two years of the
corpus; of one of them, which ``--year`` chooses, they hold 100.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import linear_regression

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "provincial"
HEAD = 400
"""Characters in which a report says its year."""
FIRST_YEAR, LAST_YEAR = 1950, 2100
"""The years that a report may be of, about."""


def copies(corpus: Path, folder: Path, number: int, of: str = "*") -> int:
    """Write that many copies of the corpus, each under years of its own; the number of files."""
    sources = sorted(corpus.glob(f"{of}/*.txt"))
    years = sorted({path.parent.name for path in sources})
    if (most := (LAST_YEAR - FIRST_YEAR + 1) // len(years)) < number:
        sys.exit(f"{number}: at most {most} copies have years to stand under")
    for copy in range(number):
        for path in sources:
            year = FIRST_YEAR + copy * len(years) + years.index(path.parent.name)
            text = path.read_text("utf-8-sig")
            head = re.sub(r"20\d\d年|二〇二\w年", f"{year}年", text[:HEAD])
            target = folder / f"{copy}-{path.parent.name}-{path.name}"
            target.write_text(f"{year}年{path.stem}政府工作报告\n{head}{text[HEAD:]}", "utf-8")
    return len(sources) * number


def measure(folder: Path, home: Path) -> dict[str, float]:
    """Build, then ingest the folder; seconds, peak memory and counts of the ingest."""
    lianghui = [str(Path(sys.executable).parent / "lianghui"), "--home", str(home)]
    subprocess.run([*lianghui, "--quiet", "build"], check=True)
    before = os.times()
    done = subprocess.run(
        [*lianghui, "ingest", str(folder), "--json"], check=True, capture_output=True, text=True
    )
    after = os.times()
    spent = after.children_user + after.children_system
    outcome = json.loads(done.stdout)
    return {
        "reports": len(outcome["taken"]),
        "seconds": outcome["seconds"],
        "processor_seconds": round(spent - before.children_user - before.children_system, 2),
        "peak_memory_mb": round(outcome["peak_memory_bytes"] / 1e6),
    }


def run(count: int, of: str = "*") -> dict[str, float]:
    """Measure that many copies."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        copies(CORPUS, folder, count, of)
        return {"copies": count, **measure(folder, Path(scratch) / "home")}


def main() -> None:
    """Measure as many copies as asked for, and print how time and memory grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="*", type=int, default=[1, 10])
    parser.add_argument("--year", default="*", help="of which year's reports alone")
    options = parser.parse_args()
    counts = sorted(options.copies)
    runs = [run(count, options.year) for count in counts]
    memory = [each["peak_memory_mb"] for each in runs]
    slope = linear_regression(counts, memory).slope if len(runs) > 1 else 0.0
    ratios = {
        what: round(runs[-1][what] / runs[0][what], 2) for what in ("seconds", "processor_seconds")
    }
    told = {"runs": runs, "times_as_long": ratios, "memory_mb_a_copy": round(slope, 1)}
    if len(runs) > 1:
        told["hundred_times_as_long"] = {what: hundred(runs, what) for what in ratios}
    print(json.dumps(told, indent=2))


def hundred(runs: list[dict[str, float]], what: str) -> float:
    """How many times as long 100 copies take as one, on a straight line through the runs."""
    line = linear_regression([run["copies"] for run in runs], [run[what] for run in runs])
    return round((line.intercept + 100 * line.slope) / runs[0][what] * runs[0]["copies"], 1)


if __name__ == "__main__":
    main()
