"""The page of what was measured: ``docs/performance.json`` as ``docs/performance.md``.

Run as ``python -m bench.report``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import growth
from bench.compare import COLD, PEERS, RESULTS, SCALES, WARM
from bench.measuring import IN_PROCESS, LOOKED_UP, SHIPPED

PEER_NAMES = [kind.name for kind in PEERS]
PAGE = RESULTS.with_suffix(".md")
FAST = 5.0
"""Milliseconds of the best peer from which *same query* is a ratio, below it a difference."""
WORST = 1.5
"""The ratio to the best peer that no question should pass."""
WARMEST = 1.2
"""The ratio to another engine's fastest lookup that no warm answer should pass."""
INTRODUCTION = """# How fast it is, beside other engines

Made by `python -m bench.report` from `performance.json`, which `python -m bench.compare` measures.
All engines of a scale run at once on one machine. They are asked everything once untimed, for
twenty seconds at most, and ours until it holds the release in memory, as it does after a time of
queries; then over HTTP in turn, round by round. A figure is the median of up to seven rounds, in
milliseconds, and the ratios are what to read.
*Cold*: our response cache is off. *Same query*: every engine gets the same text. *Same question*:
the peers get the plain formulation over the facts (`bench/plain`), ours the saved question as it
is shipped. Peers that refuse a query, take longer for it than is said below or give other rows
than ours are left out of its ratio; what takes longer is stopped, so that it does not go on beside
what is asked next. The graphs above the real one are made by
`bench/generate_graph.py`: the real reports' statements, mentions and passages again under earlier
years.

The columns of the questions' tables:

| column | what |
|---|---|
| shipped | ours, the cache off, asked the saved question as it is shipped |
| lianghui | ours, the cache off, asked the plain formulation, as the peers are |
| lianghui-cached | the same with the cache on, so answered from it |
| oxigraph, virtuoso, fuseki | the peers, asked the plain formulation |
| in-process | our engine called in one process, without HTTP, on the files, up to 0.25 s |
| same question | *shipped* over the fastest peer that gives the same rows |
| same query | *lianghui* over the fastest peer that gives the same rows |
| other rows | peers that give other rows, so left out of both ratios |

A `-` is a query that is refused, not answered in time or not asked. The plain formulation of a
question without a file in `bench/plain`, and of an ad-hoc one, is its own text.
"""

REMARKS = Path(__file__).with_name("remarks.md")
"""What was changed and what is not reached, written by hand."""


Question = dict[str, Any]


def page(results: dict[str, Any]) -> str:
    """The page."""
    parts = [INTRODUCTION]
    for scale in SCALES:
        if scale in results:
            parts.extend(_scale(scale, results[scale]))
    if results:
        parts.extend(growth.growth(results))
    parts.append(REMARKS.read_text("utf-8"))
    return "\n".join(parts)


def _scale(scale: str, found: dict[str, Any]) -> Iterator[str]:
    yield f"## {scale}: {found['triples']:,} triples\n"
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    yield f"{found['date']}; {found['machine']}; load average {found['busy']}; {versions};"
    yield f"at commit {found['commit']}; peers have {found.get('seconds', 30)} s for an answer.\n"
    for name, why in found.get("left_out", {}).items():
        yield f"Left out: {name} ({why}).\n"
    yield from _summary(found)
    yield from _table(_engines(found))
    yield ""
    yield from _questions(found)
    yield ""


def _summary(found: dict[str, Any]) -> Iterator[str]:
    saved = [each for each in found["questions"].values() if each["kind"] == "saved"]
    every = list(found["questions"].values())
    same = [ratio for each in saved if (ratio := _ratio(each, SHIPPED, PEER_NAMES))]
    if same:
        yield f"- Same question, cold: geometric mean {_mean(same):.2f} of the best peer's time"
        over = sum(ratio > WORST for ratio in same)
        yield f"  over {len(same)} saved questions, {over} of them over {WORST:g}, the worst"
        yield f"  {max(same):.2f}."
    for peer in PEER_NAMES:
        slow = [each for each in every if (_best(each) or 0) > FAST]
        query = [ratio for each in slow if (ratio := _ratio(each, COLD, [peer]))]
        if query:
            yield f"- Same query, cold, beside {peer}, where the best peer needs over {FAST:g} ms:"
            yield f"  geometric mean {_mean(query):.2f} over {len(query)} queries."
    added = [
        times[COLD] - times[IN_PROCESS]
        for each in every
        if (_best(each) or FAST) < FAST and {COLD, IN_PROCESS} <= (times := _took(each)).keys()
    ]
    if added:
        yield "- Same query, where the best peer needs less: we add, in the median,"
        yield f"  {median(added):.2f} ms to the engine called in process."
    yield from _warm(found.get("warm", {}))
    yield ""


def _warm(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """What warm answers take beside another engine's fastest lookup, and which take longer."""
    if not found:
        return
    over = _over(found, "ours")
    told = [f"`{name}` {ratio:.2f} ({_kilobytes(found[name])})" for name, ratio in over.items()]
    longest = max((found[name] for name in found.keys() - over), key=_bytes, default={})
    yield f"- Warm, asked in turn with {LOOKED_UP}'s fastest lookup: {_middle(found, 'ours'):.2f}"
    yield f"  of its time in the median; over {WARMEST:g} are {len(over)} of {len(found)}:"
    yield f"  {', '.join(told) or 'none'}. The longest of the others has {_kilobytes(longest)}."
    packed = {name: each for name, each in found.items() if "packed" in each}
    if packed:
        over = _over(packed, "packed")
        told = [f"`{name}` {ratio:.2f}" for name, ratio in over.items()]
        yield f"- Warm, to who accepts gzip, until the last byte: {_middle(packed, 'packed'):.2f};"
        yield f"  over {WARMEST:g} are {len(over)} of {len(packed)}: {', '.join(told) or 'none'}."


def _over(found: dict[str, dict[str, float]], which: str) -> dict[str, float]:
    """The ratios to the lookup that are too large, by name."""
    ratios = {name: each[which] / each["lookup"] for name, each in sorted(found.items())}
    return {name: ratio for name, ratio in ratios.items() if ratio > WARMEST}


def _middle(found: dict[str, dict[str, float]], which: str) -> float:
    return median(each[which] / each["lookup"] for each in found.values())


def _bytes(warm: dict[str, float]) -> float:
    return warm.get("bytes", 0)


def _kilobytes(warm: dict[str, float]) -> str:
    return f"{_bytes(warm) / 1000:,.0f} kB"


def _engines(found: dict[str, Any]) -> Iterator[list[str]]:
    columns = {
        "load": "load, s",
        "start": "start to first answer, s",
        "slowest_start": "the longest of its starts, s",
        "memory": "memory, MB",
        "clients16": "16 clients, requests/s",
    }
    yield ["engine", *columns.values()]
    for name in found["versions"]:
        figures = (found.get(key, {}).get(name) for key in columns)
        yield [name, *("" if figure is None else f"{figure:,}" for figure in figures)]


def _questions(found: dict[str, Any]) -> Iterator[str]:
    names = [COLD, WARM, *(name for name in PEER_NAMES if name in found["versions"])]
    rows = [
        ["question", "shipped", *names, IN_PROCESS, "same question", "same query", "other rows"]
    ]
    for name, each in sorted(found["questions"].items()):
        times = each["milliseconds"]
        ratios = [_ratio(each, kind, PEER_NAMES) for kind in (SHIPPED, COLD)]
        rows.append(
            [
                name,
                *(_figure(times.get(engine)) for engine in (SHIPPED, *names, IN_PROCESS)),
                *("" if ratio is None else f"{ratio:.2f}" for ratio in ratios),
                " ".join(each["differ"]),
            ]
        )
    yield from _table(rows)


def _took(each: Question) -> dict[str, float]:
    """Milliseconds by engine, where it answered."""
    return {name: time for name, time in each["milliseconds"].items() if time is not None}


def _best(each: Question, peers: Iterable[str] = PEER_NAMES) -> float | None:
    """The milliseconds of the fastest peer that answers as ours does."""
    times = each["milliseconds"]
    return min((times[p] for p in peers if times.get(p) and p not in each["differ"]), default=None)


def _ratio(each: Question, ours: str, peers: Iterable[str]) -> float | None:
    best, own = _best(each, peers), each["milliseconds"].get(ours)
    return own / best if best and own else None


def _mean(ratios: list[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def _figure(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:,.1f}"


def _table(rows: Iterable[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield "| " + " | ".join(row) + " |"
        if number == 0:
            yield "|" + "---|" * len(row)


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    main()
