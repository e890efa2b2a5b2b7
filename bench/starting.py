"""How soon engines answer after they were started, one at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from bench.engines.engine import Engine, serving

TURNS = 5


def starts(places: Iterable[tuple[Engine, Path]], found: dict[str, Any]) -> None:
    """Starts each engine on its folder and ends it again, in turn; seconds to its first answer.

    The median goes to ``start`` and the longest to ``slowest_start``: programs' files may have left
    the memory when a server is started, and one start tells of that or not.
    Raises AnswerError where an engine does not start.
    """
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    known = list(places)
    for _ in range(TURNS):
        for engine, place in known:
            with serving(engine, place) as served:
                seconds[engine.name].append(served.start)
    found["start"] = {name: round(median(each), 3) for name, each in seconds.items()}
    found["slowest_start"] = {name: round(max(each), 3) for name, each in seconds.items()}
