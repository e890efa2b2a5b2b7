"""Reports into N-Quads that ``lianghui load`` takes, on one core, on several, or by Spark."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TypeVar

from graph.describe import Run
from graph.errors import InputError, LianghuiError
from graph.intake import Candidate, settle
from graph.lexicon import load
from graph.provinces import provinces
from graph.read import paths
from graph.spread.part import Found, Kept, look, write_part
from graph.version import TOOL

PART_FILES = 10
"""Files that one part is made of: tenths of a second of work, so that all cores end at once."""
A = TypeVar("A")
B = TypeVar("B")


class Spread(Protocol):
    """Calls a function on each of many things, wherever, and gives the results in their order."""

    def __call__(self, function: Callable[[A], B], things: Sequence[A], /) -> Iterable[B]:
        """The results."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: parts and texts; and what was skipped or was wrong, a line each."""

    parts: int
    texts: int
    skipped: tuple[str, ...]
    problems: tuple[str, ...]


def plain(function: Callable[[A], B], things: Sequence[A], /) -> Iterable[B]:
    """One after the other, in this process."""
    return map(function, things)


def on_cores(workers: int) -> Spread:
    """In that many processes, forked from this one: it should have no other threads."""

    def run(function: Callable[[A], B], things: Sequence[A], /) -> Iterable[B]:
        load()  # what all of them need is read once
        provinces()
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            yield from pool.map(function, things)

    return run


def write(given: Iterable[Path], folder: Path, spread: Spread = plain) -> Written:
    """Read the reports under the paths and write what they say into an empty folder.

    The lines of all parts together are the same however the work is spread. Raises InputError
    for a path that is not there, a folder that holds something and a time that is none.
    """
    run = this_run()
    _require_empty(folder)
    groups = _groups(paths(given))
    looked = list(spread(_look_at, groups))
    settled = settle_all([each for group in looked for each in group])
    if not settled.kept:
        return Written(0, 0, settled.skipped, settled.problems)
    jobs = [
        (number, group, _own(held, settled.kept))
        for number, (group, held) in enumerate(zip(groups, looked, strict=True))
    ]
    texts = sum(spread(partial(_write_job, run=run, folder=folder), jobs))
    return Written(len(jobs), texts, settled.skipped, settled.problems)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be read of all that was found; what is not, and what was wrong, a line each."""

    kept: dict[tuple[str, str], Candidate]
    skipped: tuple[str, ...]
    problems: tuple[str, ...]


def settle_all(found: Sequence[Found]) -> Settled:
    """Each text once and under one report, over all files."""
    problems: list[LianghuiError] = []
    settled = settle([report for each in found for report in each.reports], problems)
    told = [note for each in settled for note in each.notes]
    return Settled(
        {(each.document.place, each.key): each for each in settled},
        (*(line for each in found for line in each.skipped), *told),
        (*(line for each in found for line in each.problems), *map(str, problems)),
    )


Job = tuple[int, tuple[Path, ...], dict[tuple[str, str], Candidate]]


def _own(held: Iterable[Found], kept: Kept) -> dict[tuple[str, str], Candidate]:
    """What is to be read in a group's files."""
    reports = (report for each in held for report in each.reports)
    keys = ((each.document.place, each.key) for each in reports)
    return {key: kept[key] for key in keys if key in kept}


def _look_at(group: tuple[Path, ...]) -> list[Found]:
    return [look(path) for path in group]


def _write_job(job: Job, run: Run, folder: Path) -> int:
    number, group, kept = job
    return write_part(number, group, kept, run, folder)


def _groups(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    rest = iter(files)
    return list(iter(lambda: tuple(islice(rest, PART_FILES)), ()))


def _require_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = any(folder.iterdir())
    except OSError as error:
        raise InputError(folder, f"cannot be written ({error.strerror})") from error
    if held:
        raise InputError(folder, "is not empty", "give a folder for the parts alone")


def this_run() -> Run:
    """A run now; SOURCE_DATE_EPOCH sets its time, so that two runs give the same bytes.

    Raises InputError where that is no time.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = dt.datetime.fromtimestamp(int(given), dt.UTC) if given else dt.datetime.now(dt.UTC)
    except (OSError, OverflowError, ValueError) as error:
        remedy = "give seconds since 1970, or unset it"
        raise InputError("SOURCE_DATE_EPOCH", f"is no time: {given!r}", remedy) from error
    return Run(TOOL, now)
