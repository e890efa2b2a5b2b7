"""What queries may use."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from graph.sparql.scan import DEFAULT as DEFAULT_BOUNDS
from graph.sparql.scan import Bounds
from graph.store import memory

TRIPLE = 500
"""Bytes that a triple takes in memory."""
_OWNERS = 4
_SHARE = 4
"""The part of the memory that a release may take by default, and copies of it as much again."""


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
    A release of up to ``in_memory`` triples is held in memory, shared by all workers. Some of
    them get a copy of their own, all copies together at most as large as the release; any other
    worker is replaced once ``copied`` bytes of what is shared have become its own.
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
    copied: int = 64 << 20

    @property
    def threads(self) -> int:
        """How many callers can be inside at once; a server with fewer threads queues by itself."""
        return sum(lane.places + lane.waiting for lane in self.lanes)

    def owners(self, triples: int) -> int:
        """How many workers may have all of a release of that many triples a second time."""
        return min(_OWNERS, self.in_memory // max(1, triples))


def with_room(limits: Limits, held: int | None, processes: int) -> Limits:
    """Those limits with that many bytes for a release in memory, a fourth of it by default.

    The machine is shared by so many server processes.
    """
    every = memory() // processes
    most = every // _SHARE if held is None else held
    copied = every // (_SHARE * 2 * sum(lane.places for lane in limits.lanes))
    return replace(limits, in_memory=most // TRIPLE, copied=copied)


DEFAULT = Limits()
