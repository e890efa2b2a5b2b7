"""Ours beside the engines of others: the same data, the same questions, one run.

Run as ``python -m bench.compare --scale real,100k,1m --minutes 15``. All engines of a scale run
together and are asked in turn, round by round, so that what else the machine does hits all alike:
read the ratios. What was loaded stays in the work folder, and what was measured is not measured
again (``--again`` does), so a run that was stopped goes on where it was. Results go to
``docs/performance.json``; :mod:`bench.report` makes the page of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from bench import loading, measuring, starting
from bench.engines import tools
from bench.engines.engine import AnswerError, Engine, Serving, serving
from bench.engines.ours import Ours
from bench.engines.peers import Fuseki, Oxigraph, Rdflib
from bench.engines.virtuoso import Virtuoso

WORK = tools.ROOT / ".cache" / "bench"
RESULTS = tools.ROOT / "docs" / "performance.json"
SCALES = {"real": 0, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
COLD, WARM = "lianghui", "lianghui-cached"
PEERS: tuple[type[Engine], ...] = (Oxigraph, Virtuoso, Fuseki, Rdflib)
IN_MEMORY_LIMIT = 1_500_000
"""Triples above which rdflib-endpoint is left out: it takes hours."""


def engines(scale: str, wanted: list[str], seconds: int = Engine.seconds) -> Iterator[Engine]:
    """Ours without and with its cache, and the peers that are asked for.

    ``seconds`` are what a peer may take for a query.
    """
    yield Ours(COLD, "--no-cache")
    yield Ours(WARM)
    for kind in PEERS:
        if kind.name not in wanted:
            continue
        if kind is not Rdflib or SCALES[scale] < IN_MEMORY_LIMIT:
            peer = kind()
            peer.seconds = seconds
            yield peer


def run(
    scale: str,
    minutes: float,
    wanted: Iterable[Engine],
    found: dict[str, Any],
    save: Callable[[], None],
) -> None:
    """Measures one scale, adding to what was found before."""
    folder = WORK / scale
    data = loading.data(SCALES[scale], folder)
    running: dict[str, Serving] = {}
    with ExitStack() as stack:
        for engine in wanted:
            try:
                place = loading.loaded(engine, data, folder, found)
                running[engine.name] = stack.enter_context(serving(engine, place))
            except (
                AnswerError,
                tools.MissingError,
                OSError,
                RuntimeError,
                CalledProcessError,
            ) as error:
                found.setdefault("left_out", {})[engine.name] = str(error)[:200]
                continue
            found.setdefault("versions", {})[engine.name] = engine.version()
        store = folder / COLD / "home" / "current" / "store"
        until = time.monotonic() + minutes * 60
        measuring.questions(running, store.resolve(), found, until, save)
        measuring.warm(running, found)
        measuring.memory(running, found)
        measuring.many(running, found)
    starting.starts([(each.engine, each.folder) for each in running.values()], found)


def main() -> None:
    """Measures the scales that are asked for, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="real")
    parser.add_argument("--minutes", type=float, default=15, help="for the questions of a scale")
    parser.add_argument("--seconds", type=int, default=Engine.seconds, help="for a peer's answer")
    parser.add_argument("--engines", default=",".join(kind.name for kind in PEERS))
    parser.add_argument("--again", action="store_true", help="measure all anew")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engines are ended too
    results = json.loads(options.results.read_text()) if options.results.exists() else {}
    for scale in options.scale.split(","):
        if options.again:
            results.pop(scale, None)
            shutil.rmtree(WORK / scale, ignore_errors=True)
        found = results.setdefault(scale, {})
        found.update(measuring.machine(), commit=tools.commit(), seconds=options.seconds)
        save = partial(_save, options.results, results)
        try:
            every = engines(scale, options.engines.split(","), options.seconds)
            run(scale, options.minutes, every, found, save)
        finally:
            save()


def _save(path: Path, results: dict[str, Any]) -> None:
    path.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
