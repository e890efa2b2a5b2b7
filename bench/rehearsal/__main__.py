"""A rehearsal of 64,000 reports by as many as fit: ``python -m bench.rehearsal [options]``.

Makes reports, compares one worker with two, extracts all, loads what came out of some and made-up
graphs of two sizes, and asks all saved questions of both. ``docs/rehearsal.json`` holds the
figures and ``docs/rehearsal.md`` what they come to, with the formulas for all 64,000. Every figure
is saved once it is measured; begun again in the same folder, it goes on where it was broken off.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import ingest_workers
from bench.engines.tools import ROOT
from bench.generate_reports import generate
from bench.rehearsal import steps
from bench.rehearsal.keys import SHARD
from bench.rehearsal.page import page

RESULTS = ROOT / "docs" / "rehearsal.json"
WORK = ROOT / ".cache" / "rehearsal"
SAMPLE = 310
"""Reports by which one worker is compared with two."""
PARTLY = 200_000
"""Quads of the extracted reports that are loaded."""
SMALLEST = 100_000
"""Triples of a made-up graph, at least: somewhat more than the shipped facts are."""

Figure = tuple[str, str, Callable[[], Any]]
"""Under which section and name a figure is held, and what measures it."""
Save = Callable[[dict[str, Any]], None]


def rehearse(number: int, triples: int, work: Path, save: Save) -> dict[str, Any]:
    """Measure whatever was not measured in that folder before; the figures, saved one by one."""
    work.mkdir(parents=True, exist_ok=True)
    state = work / "found.json"
    asked = {"reports": number, "triples": triples}
    found: dict[str, Any] = json.loads(state.read_text()) if state.exists() else {"asked": asked}
    if found["asked"] != asked:
        raise SystemExit(f"{work}: holds a rehearsal of {found['asked']}; give --fresh")

    def note(section: str, name: str, value: Any) -> None:
        found.setdefault(section, {})[name] = value
        found["machine"] = steps.machine()
        state.write_text(json.dumps(found))
        save(found)

    for section, name, measure in (*_reading(number, work), *_loading(triples, work)):
        if name not in found.get(section, {}):
            note(section, name, measure())
    for size in _sizes(triples):
        section = f"questions of {size}"
        steps.questions(work / str(size), found.get(section, {}), partial(note, section))
    return found


def _reading(number: int, work: Path) -> Iterator[Figure]:
    """Reports made, and read by one worker and by two."""
    shards = [f"{shard:02}" for shard in range(-(-number // SHARD))]
    yield "texts", "bytes", partial(_texts, number, work / "reports")
    yield "workers", "sample", partial(_workers, work / "reports" / shards[0], work / "sample")
    for shard in shards:
        folders = (work / each / shard for each in ("reports", "parts"))
        yield "extraction", shard, partial(steps.extract, *folders)


def _loading(triples: int, work: Path) -> Iterator[Figure]:
    """Some of what was read, and graphs of two sizes, through the gate."""
    yield "loads", "reports", partial(steps.load_parts, work, PARTLY)
    for size in _sizes(triples):
        yield "loads", str(size), partial(steps.load_graph, work, size)


def _sizes(triples: int) -> list[int]:
    return sorted({max(SMALLEST, triples // 10), triples})


def _texts(number: int, folder: Path) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    shards = generate(number, folder)
    return sum(path.stat().st_size for shard in shards for path in shard.iterdir())


def _workers(shard: Path, work: Path) -> dict[str, Any]:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    return ingest_workers.compare(sorted(shard.glob("*.txt"))[:SAMPLE], work, 1)


def main() -> None:
    """Rehearse, and write down what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.rehearsal", description=__doc__)
    parser.add_argument("--reports", type=int, default=6_400)
    parser.add_argument("--triples", type=int, default=10_000_000, help="of the larger graph")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=WORK, help="what was measured and made so far")
    parser.add_argument("--fresh", action="store_true", help="begin anew")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(options.work, ignore_errors=True)
    rehearse(options.reports, options.triples, options.work, partial(_save, options.results))


def _save(results: Path, found: dict[str, Any]) -> None:
    results.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    results.with_suffix(".md").write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
