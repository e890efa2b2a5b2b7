"""Counts of what this process has answered, in Prometheus' text format."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds up to which answers are counted together."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
Sample = tuple[str, float]
Family = tuple[str, str, str, list[Sample]]
"""A metric: its name, kind and meaning, and its samples, each a suffix and a number."""


class Metrics:
    """The counts, for all threads. Each of several server processes has its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._cache: Counter[str] = Counter()
        self._times = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self._rows = self._truncated = 0
        self._running = 0

    def begin(self) -> None:
        """Counts a request that has begun."""
        with self._lock:
            self._running += 1

    def end(self) -> None:
        """Counts it as one that no longer runs."""
        with self._lock:
            self._running -= 1

    def count(self, requests: Iterable[tuple[str, float, Mapping[str, Any]]]) -> None:
        """Counts requests that have ended: the method, the seconds, and what was noted of each."""
        with self._lock:
            for method, seconds, notes in requests:
                self._requests[method if method in _METHODS else "other", notes["status"]] += 1
                self._cache[notes.get("cache", "pass")] += 1
                self._times[bisect_left(BOUNDS, seconds)] += 1
                self._seconds += seconds
                self._rows += notes.get("rows") or 0
                self._truncated += bool(notes.get("truncated"))

    def families(self) -> Iterator[Family]:
        """Each metric's name, kind, meaning and samples."""
        with self._lock:
            requests, cache = dict(self._requests), dict(self._cache)
            times, seconds = list(self._times), self._seconds
            rows, truncated, running = self._rows, self._truncated, self._running
        yield (
            "lianghui_requests_total",
            "counter",
            "Requests answered, by method and status.",
            [
                (f'{{method="{method}",status="{status}"}}', count)
                for (method, status), count in sorted(requests.items())
            ],
        )
        yield (
            "lianghui_cache_total",
            "counter",
            "Requests by what the response cache did.",
            [(f'{{outcome="{name}"}}', count) for name, count in sorted(cache.items())],
        )
        yield (
            "lianghui_request_seconds",
            "histogram",
            "How long requests took.",
            _buckets(times, seconds),
        )
        yield "lianghui_rows_total", "counter", "Rows and triples answered.", [("", rows)]
        yield "lianghui_truncated_total", "counter", "Answers that were capped.", [("", truncated)]
        yield (
            "lianghui_requests_running",
            "gauge",
            "Requests that the application answers now.",
            [("", running)],
        )


def _buckets(times: list[int], seconds: float) -> list[Sample]:
    samples: list[Sample] = []
    total = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), times, strict=True):
        total += count
        samples.append((f'_bucket{{le="{bound}"}}', total))
    return [*samples, ("_sum", seconds), ("_count", total)]


def render(families: Iterable[Family]) -> str:
    """The metrics in the text format."""
    lines: list[str] = []
    for name, kind, meaning, samples in families:
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
        lines += [
            f"{name}{label} {value:g}" if isinstance(value, float) else f"{name}{label} {value}"
            for label, value in samples
        ]
    return "\n".join(lines) + "\n"
