"""What a rehearsal's figures come to, as a page: measured, and by which formula for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WHOLE = 64_000
"""Reports of provinces, prefectures and counties over twenty years."""
CORES = 2
INTRODUCTION = """\
Made by `make rehearsal N=...`; the figures are in `rehearsal.json`. The texts are made up in the
shape of the real reports (`bench/rehearsal`): their lengths, sections, passages, terms and
directions, in words of our own. Our ontology knows provinces only, so a made-up prefecture or
county stands in for a province in another year. Processor time says more than the clock where the
load average shows that others used the machine.
"""


def page(found: dict[str, Any]) -> str:
    """The page, as far as the rehearsal came."""
    lines = [*_head(found), *_extraction(found)]
    if found.get("loads"):
        lines += _loads(found)
    if "questions" in found:
        lines += _questions(found)
    else:
        lines.append("The saved questions were not asked.")
    return "\n".join(lines) + "\n"


def _head(found: dict[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    yield f"# Rehearsal of {WHOLE:,} reports"
    yield ""
    yield INTRODUCTION
    yield f"{machine['date']}; {machine['cores']} cores, {machine['memory_gib']} GiB."
    yield ""


def _extraction(found: dict[str, Any]) -> Iterator[str]:
    runs, reports = found["extraction"], found["reports"]
    processor = sum(each["processor"] for each in runs)
    seconds = sum(each["seconds"] for each in runs)
    one, two = found["sample"]["one"], found["sample"]["two"]
    yield "## Extraction"
    yield ""
    yield "| what | seconds | processor seconds | peak MB of a process | load average |"
    yield "|---|---|---|---|---|"
    yield _spent(f"{found['sample']['reports']:,} reports, one worker", one)
    yield _spent(f"the same, `--workers {CORES}`", two)
    for each in runs:
        yield _spent(f"shard {each['shard']}, `--workers {CORES}`", each)
    yield ""
    size = found["text_bytes"] / 1e6
    yield f"{reports:,} reports ({size:,.0f} MB) gave {found['quads']:,} quads."
    clock, cores = one["seconds"] / two["seconds"], CORES * one["processor"] / two["processor"]
    yield f"Two workers against one: {clock:.2f} times as fast by the clock, and {cores:.2f} by"
    yield f"processor time (`{CORES} * one / two`), as {CORES} free cores would show."
    yield ""
    each = processor / reports
    yield f"All {WHOLE:,}: `reports * processor / cores` ="
    yield f"{WHOLE:,} * {1000 * each:.1f} ms / {CORES} ="
    yield f"**{WHOLE * each / CORES / 60:.0f} minutes** on {CORES} free cores; here"
    yield f"`reports * clock` would be {WHOLE * seconds / reports / 60:.0f}. They would give"
    yield f"`reports * quads` = {WHOLE * found['quads'] / reports / 1e6:.0f} million quads."
    yield ""


def _spent(what: str, each: dict[str, float]) -> str:
    figures = (f"{each[name]:,.1f}" for name in ("seconds", "processor"))
    return f"| {what} | {' | '.join(figures)} | {each['memory']:,.0f} | {each['load']:.1f} |"


def _loads(found: dict[str, Any]) -> Iterator[str]:
    yield "## Load, through the gate"
    yield ""
    yield "| triples then | seconds | processor seconds | peak MB of a process | load average |"
    yield "|---|---|---|---|---|"
    for each in found["loads"]:
        yield _spent(f"{each['triples']:,}", each)
    yield ""
    if len(found["loads"]) < 2:
        return
    small, large = found["loads"]
    all_ = WHOLE * found["quads"] / found["reports"]
    yield "On a straight line through both, `large + slope * (all - large's triples)`, for the"
    yield f"{all_ / 1e6:.0f} million quads of all {WHOLE:,} reports:"
    for what, unit, size in (("processor", "hours", 3600), ("memory", "GB", 1000)):
        slope = (large[what] - small[what]) / (large["triples"] - small["triples"])
        whole = large[what] + slope * (all_ - large["triples"])
        yield f"{what} {whole / size:.1f} {unit} (the slope is {slope * 1e6 / size:.2f} a million);"
    yield "extrapolated from little, not run: see [engines.md](engines.md) for what to do then."
    yield ""


def _questions(found: dict[str, Any]) -> Iterator[str]:
    times = found["questions"]
    answered = sorted(each for each in times.values() if each is not None)
    yield f"## Saved questions on {found['loads'][-1]['triples']:,} triples"
    yield ""
    yield "Over HTTP with the usual values, the response cache off; the median of three rounds, or"
    yield "one where it took over two seconds."
    yield ""
    yield f"Of {len(times)} questions {len(answered)} are answered within the service's limits: the"
    middle, ninth = (answered[int(len(answered) * share)] for share in (0.5, 0.9))
    yield f"median takes {middle:,.0f} ms, nine of ten at most {ninth:,.0f} ms."
    yield ""
    yield "| question | milliseconds |"
    yield "|---|---|"
    for name, each in sorted(times.items()):
        yield f"| {name} | {'past the limit' if each is None else f'{each:,.1f}'} |"
