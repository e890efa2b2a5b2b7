"""What queries may use."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from graph.sparql.scan import DEFAULT as DEFAULT_BOUNDS
from graph.sparql.scan import Bounds
from graph.store import memory

_TRIPLE = 650
"""Bytes that a triple takes in memory."""


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """How many queries run in a lane and wait for it, and what one gets there.

    After ``seconds`` of processor time a query has to go on to the next lane. ``nice`` is the
    niceness that it runs with, from 0 (normal) to 19 (when nothing else wants to run).
    """

    places: int
    waiting: int
    seconds: float
    nice: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use, and the lanes that queries go through.

    ``seconds`` is wall clock from the query's arrival to its answer. ``memory`` is in bytes
    beyond what a worker has with the release open; ``answer_bytes`` caps the file that a large
    answer is spooled to, in ``spool`` (None: the system's temporary folder). ``sealed`` takes
    the network away from the workers, and other programs unless ``programs`` leaves them those.
    A release of up to ``in_memory`` triples is held there, for all workers together.
    """

    seconds: float = 30.0
    memory: int = 2 << 30
    answer_bytes: int = 1 << 30
    lanes: tuple[LaneLimits, ...] = (
        LaneLimits(8, 64, 0.05, 0),
        LaneLimits(4, 32, 0.5, 10),
        LaneLimits(4, 32, math.inf, 19),
    )
    spool: Path | None = None
    sealed: bool = True
    programs: bool = False
    bounds: Bounds = DEFAULT_BOUNDS
    in_memory: int = 0

    @property
    def threads(self) -> int:
        """How many callers can be inside at once; a server with fewer threads queues by itself."""
        return sum(lane.places + lane.waiting for lane in self.lanes)


def room() -> int:
    """The triples that have room in a 32nd of the memory that the machine or its group has.

    A worker that reads them all may come to have most of them a second time.
    """
    return memory() // 32 // _TRIPLE


DEFAULT = Limits()
