"""How what ours takes grows with the number of triples: exponents over the scales measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from statistics import linear_regression, median
from typing import Any

from bench.compare import COLD
from bench.measuring import SHIPPED

STEEPEST = 1.1
"""The exponent of growth that nothing should pass."""
KINDS = ("load", "start", "memory")


def growth(results: dict[str, Any]) -> Iterator[str]:
    """What the page says of it, of the scales measured at the smallest one's commit."""
    smallest = min(results.values(), key=_triples)
    scales = sorted(
        (each for each in results.values() if each.get("commit") == smallest.get("commit")),
        key=_triples,
    )
    if _triples(scales[-1]) < 2 * _triples(smallest):
        return
    yield f"## Growth from {_triples(smallest):,} to {_triples(scales[-1]):,} triples\n"
    kinds = {
        kind: exponent((_triples(each), each[kind].get(COLD)) for each in scales) for kind in KINDS
    }
    found = dict(_questions(scales))
    told = ", ".join(f"{kind} {value:.2f}" for kind, value in kinds.items() if value is not None)
    over = [f"`{name}` {found[name]:.2f}" for name in sorted(found) if found[name] > STEEPEST]
    yield f"Exponents of ours, fitted to {len(scales)} scales by least squares: {told};"
    yield f"{len(found)} questions as shipped {_spread(found.values())}."
    yield f"Over {STEEPEST:g}: {', '.join(over) or 'none'}.\n"


def exponent(points: Iterable[tuple[float, float | None]]) -> float | None:
    """The power of the size that the figures grow with; None where fewer than two are known."""
    known = [(math.log(size), math.log(figure)) for size, figure in points if figure]
    if len(known) < 2:
        return None
    return linear_regression(*zip(*known, strict=True)).slope


def _questions(scales: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    """Each question that was answered at the smallest scale and at the largest."""
    asked = [each["questions"] for each in scales]
    for name in asked[0].keys() & asked[-1].keys():
        times = [each.get(name, {}).get("milliseconds", {}).get(SHIPPED) for each in asked]
        found = exponent(zip(map(_triples, scales), times, strict=True))
        if times[0] and times[-1] and found is not None:
            yield name, found


def _triples(found: dict[str, Any]) -> int:
    return int(found["triples"])


def _spread(exponents: Iterable[float]) -> str:
    known = sorted(exponents)
    return f"{known[0]:.2f} to {known[-1]:.2f}, {median(known):.2f} in the median" if known else ""
