"""The page of what was measured: ``docs/performance.json`` as ``docs/performance.md``.

Run as ``python -m bench.report``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

from bench.compare import COLD, PEERS, RESULTS, SCALES, WARM
from bench.measuring import IN_PROCESS, SHIPPED

PEER_NAMES = [kind.name for kind in PEERS]
PAGE = RESULTS.with_suffix(".md")
FAST = 5.0
"""Milliseconds of the best peer from which *same query* is a ratio, below it a difference."""
INTRODUCTION = """# How fast it is, beside other engines

Made by `python -m bench.report` from `performance.json`, which `python -m bench.compare` measures.
All engines of a scale run at once on one machine. They are asked everything once untimed, for
twenty seconds at most, and then over HTTP in turn, round by round; a figure is the median of up
to seven rounds, in milliseconds, and the ratios are what to read.
*Cold*: our response cache is off. *Same query*: every engine gets the same text. *Same question*:
the peers get the plain formulation over the facts (`bench/plain`), ours the saved question as it
is shipped. Peers that refuse a query, take over 30 s for it or give other rows than ours are left
out of its ratio. The graphs above the real one are made by `bench/generate_graph.py`: the real
reports' statements, mentions and passages again under earlier years.
"""

REMARKS = """## What was changed, and what is not reached

The run on the real graph took three rounds a question and ended at its limit of seven minutes, so
the last saved questions and the ad-hoc queries lack; it came before the second change below.

Each of these was measured as a pair, one after the other in one process or on one machine, which
others kept busy (26 November 2026); the ratios are what to read.

- OPTIONAL groups looked up for each solution (`graph/sparql/lateral.py`), at 957,967 triples, the
  engine in process: `claim-location` 7,700 ms before, 10 ms after; `province-directions` 8,000 ms
  before, 1,450 ms after. The other questions with such a group stay within the noise.
- Answers that the cache holds, given without a thread: 2.0 to 2.6 times the requests a second
  before, sixteen clients.
- Triple patterns between which the engine's guess ties, put in the order of the store's counts
  (`graph/sparql/order.py`): what is planned and about one theme, in ten random orders, 0.7 to
  10 ms before, 1.3 to 2.2 ms after, half of it for the counts.
- A graph's triples counted by the engine when a release is sealed: 1.8 s instead of 32 s for the
  973 graphs of a million triples.
- A release that is asked much is held in memory, once for all workers (`graph/workers/stock.py`):
  there the engine takes 0.22 of the time that it takes on the release's files, in the geometric
  mean of 88 questions on the real graph (`python -m bench.request_cost --names all`), and 0.4 for
  the smallest lookups. It comes after about two seconds of queries; 99,283 triples are 60 MB.
- What is found out about a query's text is remembered, an answer is read from its worker at once,
  a request without a body has none read, and an answer's headers are set in one look: a lookup
  over HTTP takes 1.8 ms of processor time in all our processes instead of 3.5, beside 0.23 and
  0.35 in `oxigraph serve` in the same two runs (load average 13 to 15, on two cores).
- A worker that gave way to quick queries gets the next slow one, instead of a fresh one that has to
  copy every page it touches (12 to 25 ms for a query of 2), and what a worker rewrote of a query's
  text it keeps: of nine small questions on a quiet machine, through the pool from memory,
  `co-mentions` took 33 ms before and 3.4 after, `claims` 33 and 2.4, `directions` 4.0 and 0.6,
  `lookup-province` 0.7 and 0.3.
- A small lookup that is asked for the first time (`python -m bench.request_cost`): its worker
  begins before a thread is spent on it, and the event loop takes the answer (`server/ahead.py`); a
  small one needs nothing of Flask; the order found for a query's patterns is remembered, where
  counting took half a millisecond and more of each; log lines are written once the answer has
  gone. In two runs one after the other (load average 7) it takes 1.2 ms of processor time in all
  our processes instead of 2.5; the server process alone, beside its workers, 0.53 instead of 1.2.
  To the engine in process we add 0.71, 0.71, 0.77, 0.88 and 1.01 ms for five lookups at a load
  average of 4 to 7, where it was 1.1 to 2.4 at 2 to 3.
- A request that comes again letter by letter is answered from the cache without being read
  (`server/repeats.py`): sixteen clients get 1.2 to 3.2 times the requests a second of `oxigraph
  serve` in nine pairs, 2.4 in the median (load average 4 to 8, two cores that the clients share),
  before 0.7 to 1.1; it takes 0.08 to 0.15 ms of processor time beside 0.19 to 0.37. One client
  gets a warm answer in 0.14 to 0.27 ms, `oxigraph serve`'s fastest lookup in 0.36.
- The service starts without what pages and pictures need, and loads it a second later
  (`server/later.py`); its bytecode is there, as an installation has it (the container's image came
  without, and so did the runs before). Start to first answer 1.7 s instead of 2.7 in two runs one
  after the other (load average 10); at a load average of 4 it takes 0.58 to 0.95 s in eight runs
  on the real graph, and 0.75 to 0.95 in eight on one of a million triples between them.
- What a release calls its places and concepts is read once: a saved question that is given one
  took 3 to 5 ms of processor time longer before it was asked.
- The service loads while its query workers start, and of the commands only the one that is called:
  1.0 s of processor time from the start to the first answer instead of 1.3, and 3.1 s by the clock
  instead of 4.0 at a load average of 18.
- Graphs are hashed on every core, 10.3 s instead of 15.4 by the clock for 192,440 triples at a load
  average of 15, and counted while the search index is made.

- A load into a new home holds its triples in memory too, the disk catching up meanwhile, and
  hashes, derives, counts, judges and indexes there; and the gate no longer asks for a rule's
  target where the rule's own pattern implies it, nor compares all reports of a place: 12.2 s of
  processor time before and 7.3 after for 205,813 triples with what is derived from them, 16.2 and
  8.5 for 150,958 without, where `oxigraph load` takes 2.0.
- A load of a file that is larger than the release goes the same way: 205,813 triples into the built
  home take 15.5 s of processor time and 21 by the clock instead of 22.1 and 39 (one after the
  other, load average 5).
- A release of one triple keeps what was derived where nothing that it rests on changed, and no
  longer counts the whole store: 4 to 5 s of processor time before and 0.2 to 0.5 after on a store
  of a million triples, 0.7 and 0.2 on the real graph (an exponent of 0.3).
- A large change is judged slice by slice (`docs/scaling.md`): ingest of 62 reports takes 235 MB
  instead of 322, and 21 to 24 MB more for each further copy of the corpus instead of 61.

- Counts derived at each release (`graph/analytics/counts`, 15,022 triples beside 99,492; 0.23 s of
  processor time, none where no fact changed), and a quicker order where that is enough: 38 saved
  questions take 0.30 of the processor time of their plain formulations (`bench/plain`) on the real
  graph's files, in the geometric mean, and 0.39 held in memory. Most is won where a MINUS split
  patterns that belong together (`promote-and-restrict` 0.03, `sources` 0.06, `co-mentions-nearby`
  0.13: 134 ms, then 18) and where one theme is counted (`adoption` 0.12, `mention-rates` 0.15);
  least where a whole year's rows are read (`province-themes` 0.61, `plans-fulfilled` 0.67).

Not reached, and why:

- *Same question* at most 0.2 of the best peer's time (0.8 on the real graph): the run above came
  before the counts and is not repeated yet. Statements are few to a count (2,686 extracted ones
  make 2,100 tallies), so what reads a year whole reads half as much and not a hundredth; totals
  by report and theme alone would halve it again. `network-themes-in-passages`,
  `single-surface-links`, `integrity` and `province-directions` read passages and mentions still.
- *Same query*: the engine called in process takes 1.7 times as long as the same engine's own
  server in the median of 49 queries over 20 ms on the real graph, before any of ours is
  added; why is not known yet (the build, the allocator?). Slow queries run in our niced lane,
  which costs more on a busy machine.
- *Same query* where the best peer needs less than 5 ms: three of the five lookups above have at
  most 0.8 ms added, and the run on a quiet machine is not repeated yet. Queries by POST, with
  conditions, or with large or compressed answers go through Flask and a thread as before.
- *Warm*, sixteen clients: the 2.4 above is not 2.5. Of the 0.1 ms that a warm answer takes, Granian
  has a quarter, and the line of the log most of the rest.
- A validated load of a million triples at most twice `oxigraph load`: for 1,028,565 triples ours
  takes 36 s of processor time where `oxigraph load` takes 10.3 (2.4 times as long by the clock, at
  a load average of 4, before the disk was let to catch up on the other core; since then the clock
  could not be read on a machine that others kept busy). The store on disk is 8 s of them, the
  copy in memory 3.4, the gate's queries 12 to 15, hashing 3, counts and index 3, derived links 1.
  Eight rules that look at every triple are nearly half of the gate: one look takes 0.37 µs a
  triple, and asking for all in one look gained nothing.
- Growth: load takes 7.3 s of processor time for 205,813 triples and 35.8 for 1,028,565, an exponent
  of 0.99; memory 287 MB and 1.3 GB, 0.94, where the store grows from 35 to 310 MB. Of the
  questions, and at 10 million triples, it is not measured yet: `python -m bench.compare --scale
  100k,1m,10m` does.
"""

Question = dict[str, Any]


def page(results: dict[str, Any]) -> str:
    """The page."""
    parts = [INTRODUCTION]
    for scale in SCALES:
        if scale in results:
            parts.extend(_scale(scale, results[scale]))
    parts.append(REMARKS)
    return "\n".join(parts)


def _scale(scale: str, found: dict[str, Any]) -> Iterator[str]:
    yield f"## {scale}: {found['triples']:,} triples\n"
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    yield f"{found['date']}; {found['machine']}; load average {found['busy']}; {versions}.\n"
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
        yield f"  over {len(same)} saved questions; the worst {max(same):.2f}."
    for peer in PEER_NAMES:
        slow = [each for each in every if (_best(each) or 0) > FAST]
        query = [ratio for each in slow if (ratio := _ratio(each, COLD, [peer]))]
        if query:
            yield f"- Same query, cold, beside {peer}, where the best peer needs over {FAST:g} ms:"
            yield f"  geometric mean {_mean(query):.2f} over {len(query)} queries."
    added = [
        times[COLD] - times[IN_PROCESS]
        for each in every
        if (_best(each) or FAST) < FAST and (times := each["milliseconds"]).get(COLD)
    ]
    if added:
        yield "- Same query, where the best peer needs less: we add, in the median,"
        yield f"  {median(added):.2f} ms to the engine called in process."
    yield ""


def _engines(found: dict[str, Any]) -> Iterator[list[str]]:
    yield ["engine", "load, s", "start to first answer, s", "memory, MB", "16 clients, requests/s"]
    for name in found["versions"]:
        figures = (found.get(key, {}).get(name) for key in ("load", "start", "memory", "clients16"))
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
