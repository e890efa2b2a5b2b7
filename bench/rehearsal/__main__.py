"""A rehearsal of 64,000 reports by as many as fit: ``python -m bench.rehearsal [options]``.

Makes reports, extracts them by one worker and by two, loads what came out in two sizes and asks
all saved questions of the larger; ``docs/rehearsal.json`` holds the figures and
``docs/rehearsal.md`` what they come to, with the formulas for all 64,000.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.engines.tools import ROOT
from bench.generate_reports import generate
from bench.rehearsal import steps
from bench.rehearsal.page import page

RESULTS = ROOT / "docs" / "rehearsal.json"
WORK = ROOT / ".cache" / "rehearsal"
SAMPLE = 310
"""Reports by which one worker is compared with two."""


def rehearse(
    number: int, triples: int, work: Path, save: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """Run every step in an empty folder; the figures, saved after each."""
    shards = generate(number, work / "reports")
    found: dict[str, Any] = {"machine": steps.machine(), "reports": number}
    found["text_bytes"] = sum(path.stat().st_size for path in (work / "reports").rglob("*.txt"))
    found["sample"] = _compare(shards[0], work)
    parts, found["extraction"] = _extract(shards, work)
    found["quads"] = sum(map(steps.lines, parts))
    save(found)
    steps.run("--home", work / "shipped", "build")
    found["loads"] = []
    loadable = sorted((work / "parts" / shards[0].name).glob("*.nq"))
    for size in (triples // 4, triples):
        shutil.rmtree(work / "home", ignore_errors=True)
        shutil.copytree(work / "shipped", work / "home", symlinks=True)
        chosen = steps.up_to(loadable, size)
        spent, held = steps.load(chosen, work / "home")
        found["loads"].append(spent.as_dict() | {"parts": len(chosen), "triples": held})
        save(found)
    found["questions"] = steps.questions(work)
    save(found)
    return found


def _compare(shard: Path, work: Path) -> dict[str, Any]:
    """One worker against two on the same reports."""
    sample = work / "sample"
    sample.mkdir()
    chosen = sorted(shard.glob("*.txt"))[:SAMPLE]
    for path in chosen:
        (sample / path.name).hardlink_to(path)
    taken = {
        workers: steps.extract(sample, work / f"sample-{workers}", workers).as_dict()
        for workers in (1, 2)
    }
    return {"reports": len(chosen), "one": taken[1], "two": taken[2]}


def _extract(shards: list[Path], work: Path) -> tuple[list[Path], list[dict[str, Any]]]:
    """All shards by two workers."""
    spent = [
        steps.extract(shard, work / "parts" / shard.name, 2).as_dict() | {"shard": shard.name}
        for shard in shards
    ]
    parts = sorted((work / "parts").glob("*/*.nq"))
    return parts, spent


def main() -> None:
    """Rehearse, and write down what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.rehearsal", description=__doc__)
    parser.add_argument("--reports", type=int, default=6_400)
    parser.add_argument("--triples", type=int, default=3_000_000, help="to load, at most")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=WORK, help="emptied before, kept after")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    rehearse(options.reports, options.triples, options.work, partial(_save, options.results))


def _save(results: Path, found: dict[str, Any]) -> None:
    results.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    results.with_suffix(".md").write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
