"""What a rehearsal's figures come to, as a page: measured, and by which formula for all."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Any

from bench.generate_graph import DERIVED_SHARE as WITH_DERIVED
from bench.ingest_workers import UNJUDGED

WHOLE = 64_000
"""Reports of provinces, prefectures and counties over twenty years."""
CORES = 2
INTRODUCTION = """\
Made by `make rehearsal N=...`, which goes on where it was broken off; the figures are in
`rehearsal.json`. The texts are made up in the shape of the real reports (`bench/rehearsal`): their
lengths, sections, passages, terms and directions, in words of our own. Reading takes the same time
whoever a report is of. Whom it is of has to be one of 34 provinces, though, by the ontology and its
shapes, so a made-up prefecture or county stands in for a province in another year. Processor time
says more than the clock where the load average shows that others used the machine.
"""

DISK = """\
The larger graph was read from the disk. A release of up to a fourth of the memory is held in it
now; [performance.md](performance.md) has the times of such a one.\
"""
"""Of the run of 26 November 2026; a run in memory does without."""

Times = dict[str, float | None]
"""Milliseconds by question; None where it was not answered within the limits."""


def page(found: dict[str, Any]) -> str:
    """The page, as far as the rehearsal came."""
    lines = [*_head(found)]
    if found.get("extraction"):
        lines += _extraction(found)
    if found.get("loads"):
        lines += _loads(found)
    asked = {
        each["triples"]: found[f"questions of {size}"]
        for size, each in found.get("loads", {}).items()
        if f"questions of {size}" in found
    }
    lines += _questions(asked) if asked else ["The saved questions were not asked."]
    return "\n".join(lines) + "\n"


def _head(found: dict[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    made = found["asked"]["reports"]
    yield f"# Rehearsal: {made:,} made-up reports, reckoned up to {WHOLE:,}"
    yield ""
    yield INTRODUCTION
    yield f"{machine['date']}; {machine['cores']} cores, {machine['memory_gib']} GiB."
    yield ""


def _extraction(found: dict[str, Any]) -> Iterator[str]:
    runs = found["extraction"]
    reports, quads, processor, seconds = (
        sum(each[name] for each in runs.values())
        for name in ("reports", "quads", "processor", "seconds")
    )
    yield "## Extraction"
    yield ""
    yield "| what | seconds | processor seconds | peak MB of a process | load average |"
    yield "|---|---|---|---|---|"
    for shard, each in sorted(runs.items()):
        yield _spent(f"shard {shard}, {each['reports']:,} reports, `--workers {CORES}`", each)
    yield ""
    size = found["texts"]["bytes"] * reports / found["asked"]["reports"] / 1e6
    yield f"{reports:,} reports ({size:,.0f} MB) gave {quads:,} quads."
    yield from _workers(found["workers"]["sample"])
    each = processor / reports
    yield f"All {WHOLE:,}: `reports * processor / cores` ="
    yield f"{WHOLE:,} * {1000 * each:.1f} ms / {CORES} ="
    yield f"**{WHOLE * each / CORES / 60:.0f} minutes** on {CORES} free cores; as these were,"
    yield f"`reports * clock` would be {WHOLE * seconds / reports / 60:.0f}. They would give"
    yield f"`reports * quads` = {_whole(found) / 1e6:.0f} million quads."
    yield ""


def _workers(sample: dict[str, Any]) -> Iterator[str]:
    one, two = (sample["processor_seconds"][kind] for kind in ("one", "two"))
    yield f"On {sample['reports']:,} of them two workers are {CORES * one / two:.2f} times as fast"
    yield f"as one by processor time (`{CORES} * one / two`);"
    if sample["verdict"].startswith(UNJUDGED):
        yield f"by the clock this run was {sample['verdict']}:"
        yield "[scaling.md](scaling.md) has the figure of a machine to itself."
    else:
        yield f"by the clock {sample['ratio']:.2f} times, {sample['verdict']},"
        yield f"and two commands apart {sample['ratio_apart']:.2f} times."
    yield ""


def _whole(found: dict[str, Any]) -> float:
    """The quads that all reports would give."""
    runs = found["extraction"].values()
    quads, reports = (sum(each[name] for each in runs) for name in ("quads", "reports"))
    return float(WHOLE * quads / reports)


def _spent(what: str, each: dict[str, float]) -> str:
    figures = (f"{each[name]:,.1f}" for name in ("seconds", "processor"))
    return f"| {what} | {' | '.join(figures)} | {each['memory']:,.0f} | {each['load']:.1f} |"


def _loads(found: dict[str, Any]) -> Iterator[str]:
    loads = dict(found["loads"])
    yield "## Load, through the gate"
    yield ""
    yield "| what | seconds | processor seconds | peak MB of a process | load average |"
    yield "|---|---|---|---|---|"
    read = loads.pop("reports", None)
    if read:
        what = (
            f"{read['parts']} of the parts above on the shipped facts, {read['triples']:,} triples"
        )
        yield _spent(what, read)
    graphs = sorted(loads.values(), key=lambda each: each["triples"])
    for each in graphs:
        yield _spent(f"a made-up graph (`bench.generate_graph`), {each['triples']:,} triples", each)
    yield ""
    if len(graphs) > 1 and found.get("extraction"):
        yield from _extrapolated(graphs[-2], graphs[-1], _whole(found) * WITH_DERIVED)


def _extrapolated(small: dict[str, float], large: dict[str, float], whole: float) -> Iterator[str]:
    yield "On a straight line through both graphs, `large + slope * (whole - large's triples)`, for"
    yield f"the {whole / 1e6:.0f} million triples of all {WHOLE:,} reports (their quads and, as in"
    yield f"the shipped release, {WITH_DERIVED - 1:.0%} of derived ones):"
    for what, unit, size in (("processor", "hours", 3600), ("memory", "GB", 1000)):
        slope = (large[what] - small[what]) / (large["triples"] - small["triples"])
        all_ = large[what] + slope * (whole - large["triples"])
        yield f"{what} {all_ / size:.1f} {unit} (the slope is {slope * 1e6 / size:.3f} a million);"
    growth = log(large["processor"] / small["processor"]) / log(large["triples"] / small["triples"])
    yield f"between the two, processor time grew as the triples to the power of {growth:.2f}."
    yield "Extrapolated, not run: see [engines.md](engines.md) for what to do with so many."
    yield ""


def _questions(asked: dict[int, Times]) -> Iterator[str]:
    """``asked`` has the times by the number of triples."""
    yield "## Saved questions"
    yield ""
    yield "Over HTTP with the usual values, the response cache off; the median of three rounds, or"
    yield "one where it took over two seconds."
    yield DISK
    yield ""
    for triples, times in sorted(asked.items()):
        answered = sorted(each for each in times.values() if each is not None)
        within = f"of {len(times)} questions {len(answered)} are answered within the limits"
        yield f"- {triples:,} triples: {within}{_spread(answered)}."
    yield ""
    yield f"| question | {' | '.join(f'ms on {triples:,}' for triples in sorted(asked))} |"
    yield "|---" * (1 + len(asked)) + "|"
    for name in sorted({name for times in asked.values() for name in times}):
        cells = (_cell(times, name) for _, times in sorted(asked.items()))
        yield f"| {name} | {' | '.join(cells)} |"


def _spread(answered: list[float]) -> str:
    if not answered:
        return ""
    middle, ninth = (answered[int(len(answered) * share)] for share in (0.5, 0.9))
    return f",\n  the median takes {middle:,.0f} ms, nine of ten at most {ninth:,.0f} ms"


def _cell(times: Times, name: str) -> str:
    took = times.get(name)
    if took is None:
        return "past the limit" if name in times else "not asked"
    return f"{took:,.1f}"
