"""The data of a scale, and engines that hold it."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.engines.engine import Engine
from bench.engines.ours import LIANGHUI, Ours
from bench.generate_graph import generate


def data(triples: int, folder: Path) -> Path:
    """The N-Quads that all engines take: a dump of a release of ours, derived links included."""
    folder.mkdir(parents=True, exist_ok=True)
    real, out = shipped(folder.parent / "real"), folder / "data.nq"
    if not out.exists():
        source = folder / "source.nq"
        with real.open(encoding="utf-8") as lines, source.open("w", encoding="utf-8") as target:
            target.writelines(generate(lines, triples))
        home = folder / "made"
        subprocess.run([LIANGHUI, "--quiet", "--home", str(home), "load", str(source)], check=True)
        _dump(home, out)
        shutil.rmtree(home)
        source.unlink()
    return out


def shipped(folder: Path) -> Path:
    """A dump of the release that is built from the shipped facts, made the first time."""
    folder.mkdir(exist_ok=True)
    real = folder / "data.nq"
    if not real.exists():
        home = folder / "built"
        subprocess.run([LIANGHUI, "--quiet", "--home", str(home), "build"], check=True)
        _dump(home, real)
    return real


def loaded(engine: Engine, source: Path, folder: Path, found: dict[str, Any]) -> Path:
    """The folder in which the engine holds the data, loaded and timed the first time."""
    if isinstance(engine, Ours):
        place = folder / Ours().name
        engine_name = Ours().name
    else:
        place, engine_name = folder / engine.name, engine.name
    if not (place / "done").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        began = time.perf_counter()
        engine.load(source, place)
        found.setdefault("load", {})[engine_name] = round(time.perf_counter() - began, 2)
        (place / "done").touch()
    found["triples"] = found.get("triples") or _lines(source)
    return place


def _dump(home: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    with part.open("wb") as out:
        subprocess.run([LIANGHUI, "--home", str(home), "dump"], check=True, stdout=out)
    part.rename(target)


def _lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _ in lines)
