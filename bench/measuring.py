"""Questions sent to engines that run, in turn, and what their answers took."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from bench import answers, asked
from bench.engines import tools
from bench.engines.engine import AnswerError, Serving

WARMING = 20.0
"""Seconds for which each engine is asked everything before, untimed."""
SETTLING = 900.0
"""Seconds for which ours is asked at the most until it holds the release in memory."""
ROUNDS = 7
SLOW, SLOWEST = 2.0, 5.0
"""Seconds from which one more round is enough, and from which one is."""
QUICK = 0.25
"""Seconds of ours up to which the engine is asked in this process too, where nothing stops it."""
OURS, CACHED, SHIPPED, IN_PROCESS = "lianghui", "lianghui-cached", "shipped", "in-process"
LOOKED_UP = "oxigraph"
"""Whose fastest answer a warm answer of ours is held against."""
HELD = "\nlianghui_release_in_memory 1\n"
"""What ours tells of itself when it answers from memory."""
PACKED = "gzip"
"""What browsers and most libraries accept."""
CLIENTS = 16
CLIENT_SECONDS, CLIENT_ROUNDS = 3, 5
_REQUESTS = re.compile(r"Requests/sec:\s+([\d.]+)")

Times = dict[str, list[float]]
Ask = tuple[str, Serving, str]
"""An engine, and what it is asked."""


def machine() -> dict[str, Any]:
    """When and where."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}",
        "busy": round(os.getloadavg()[0], 1),
    }


def questions(
    running: dict[str, Serving],
    store: Path,
    found: dict[str, Any],
    until: float,
    save: Callable[[], None],
) -> None:
    """Every question to every engine, saved one by one; those measured before are passed by."""
    known = found.setdefault("questions", {})
    for served in running.values():
        _warm(served)
    if OURS in running and time.monotonic() < until:
        found["held"] = _settle(running[OURS])
    opened = Store.read_only(str(store))
    every = [
        *(("saved", one) for one in asked.saved()),
        *(("adhoc", one) for one in asked.adhoc()),
    ]
    for kind, each in sorted(every, key=_shuffled):
        if each.name in known and not set(running) - known[each.name]["milliseconds"].keys():
            continue
        if time.monotonic() > until:
            return
        known[each.name] = {"kind": kind, **_question(each, running, opened)}
        save()


def _shuffled(one: tuple[str, asked.Asked]) -> str:
    """Puts them in an order that depends on nothing: so what time allows is a fair sample."""
    return sha256(one[1].name.encode()).hexdigest()


def _warm(served: Serving) -> None:
    """Asks for a while: what runs for days has compiled its code and filled its caches."""
    until = time.monotonic() + WARMING
    for each in [*asked.saved(), *asked.adhoc()]:
        if (left := until - time.monotonic()) <= 0:
            return
        with suppress(AnswerError):
            served.ask(each.plain, left)


def _settle(served: Serving) -> bool:
    """Asks until the release is held in memory, which happens after a time of queries."""
    until = time.monotonic() + SETTLING
    each = cycle([*asked.saved(), *asked.adhoc()])
    while not (held := HELD in served.told("/metrics")) and time.monotonic() < until:
        with suppress(AnswerError):
            served.ask(next(each).shipped, served.engine.seconds)
    return held


def _question(each: asked.Asked, running: dict[str, Serving], store: Store) -> dict[str, Any]:
    """Rounds of one question: ours as shipped, and the plain text to all, and in this process."""
    times: Times = defaultdict(list)
    said: dict[str, str] = {}
    refused: dict[str, str] = {}
    for number in range(ROUNDS):
        for name, served, text in _turned(_asks(each, running), number):
            if name in refused or _enough(times[name]):
                continue
            try:
                took, body = served.ask(text, served.engine.seconds)
                if number == 0:
                    said[name] = answers.digest(answers.rows(body))
            except (AnswerError, ValueError) as error:  # an answer may break off when time is up
                refused[name] = str(error)
                continue
            times[name].append(took)
        if times[OURS] and times[OURS][-1] <= QUICK and not _enough(times[IN_PROCESS]):
            times[IN_PROCESS].append(in_process(store, each.plain))
    right = said.get(OURS)
    return {
        "milliseconds": {
            name: round(1000 * median(all_), 3) for name, all_ in times.items() if all_
        }
        | dict.fromkeys(refused),
        "refused": refused,
        "differ": sorted(name for name, value in said.items() if value != right),
    }


def _enough(times: list[float]) -> bool:
    """Whether what took so long so far need not be asked again."""
    return bool(times) and times[-1] > (SLOW if len(times) > 1 else SLOWEST)


def _asks(each: asked.Asked, running: dict[str, Serving]) -> list[Ask]:
    asks = [(name, served, each.plain) for name, served in running.items()]
    if OURS in running:
        asks.append((SHIPPED, running[OURS], each.shipped))
    return asks


def _turned(asks: list[Ask], number: int) -> list[Ask]:
    """In another order each round: what an engine does after its answer hits no other alone."""
    return sorted(asks, key=lambda ask: sha256(f"{number} {ask[0]}".encode()).digest())


def in_process(store: Store, text: str) -> float:
    """Seconds that the engine takes in this process, the answer serialised."""
    began = time.perf_counter()
    answer = store.query(text, use_default_graph_as_union=True)
    if isinstance(answer, QuerySolutions | QueryBoolean):
        answer.serialize(format=QueryResultsFormat.JSON)
    else:
        answer.serialize(format=RdfFormat.N_TRIPLES)
    return time.perf_counter() - began


def memory(running: dict[str, Serving], found: dict[str, Any]) -> None:
    """Megabytes that each takes after all questions."""
    found["memory"] = {name: round(each.memory() / 1e6) for name, each in running.items()}


def warm(running: dict[str, Serving], found: dict[str, Any]) -> None:
    """Every question that ours holds an answer to, beside the fastest lookup of another engine.

    Both are asked again and again, in turn, so that each is as warm as it gets; the bytes of
    ours are noted too, since a long answer takes its time on the way, and what it takes to who
    accepts gzip, until its last byte is there and not unpacked. What takes over ``QUICK`` is left
    out: ours does not keep so long an answer.
    """
    if CACHED not in running or LOOKED_UP not in running:
        return
    known = found.get("questions", {})
    lookups = {
        name: time
        for name, each in known.items()
        if (time := each["milliseconds"].get(LOOKED_UP)) and LOOKED_UP not in each["differ"]
    }
    texts = {each.name: each.plain for each in [*asked.saved(), *asked.adhoc()]}
    if not lookups:
        return
    lookup = (running[LOOKED_UP], texts[min(lookups, key=lambda name: lookups[name])])
    held = [
        name
        for name, each in known.items()
        if (time := each["milliseconds"].get(CACHED)) and time <= 1000 * QUICK
    ]
    found["warm"] = {name: _again((running[CACHED], texts[name]), lookup) for name in held}


def _again(ours: tuple[Serving, str], lookup: tuple[Serving, str]) -> dict[str, float]:
    asks = {"ours": (*ours, None), "packed": (*ours, PACKED), "lookup": (*lookup, None)}
    times: Times = defaultdict(list)
    length = {}
    for _ in range(ROUNDS):
        for who, (served, text, coding) in asks.items():
            served.ask(text, served.engine.seconds, coding)
            took, body = served.ask(text, served.engine.seconds, coding)
            times[who].append(1000 * took)
            length[who] = len(body)
    medians = {who: round(median(all_), 3) for who, all_ in times.items()}
    return medians | {"bytes": length["ours"], "packed_bytes": length["packed"]}


def many(running: dict[str, Serving], found: dict[str, Any]) -> None:
    """Requests a second that each answers to sixteen clients that repeat a lookup.

    They are asked in turn, a few seconds each, and the median is noted; none where a turn failed.
    """
    lookup = next(each for each in asked.adhoc() if each.name == "lookup-province")
    rates: defaultdict[str, list[float | None]] = defaultdict(list)
    for _ in range(CLIENT_ROUNDS):
        for name, served in running.items():
            rates[name].append(_rate(served.address(lookup.plain)))
    good = {name: [rate for rate in each if rate] for name, each in rates.items()}
    found["clients16"] = {
        name: round(median(each)) for name, each in good.items() if len(each) == CLIENT_ROUNDS
    }


def _rate(address: str) -> float | None:
    """The answers a second from there; None where there are others than good ones."""
    wrk = str(tools.command("wrk"))
    options = ["-t2", f"-c{CLIENTS}", f"-d{CLIENT_SECONDS}s"]
    accept = "Accept: application/sparql-results+json"
    command = [wrk, *options, "-H", accept, address]
    done = subprocess.run(command, capture_output=True, text=True)
    match = _REQUESTS.search(done.stdout)
    return float(match[1]) if match and "Non-2xx" not in done.stdout else None
