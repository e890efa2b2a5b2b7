"""What is logged and counted of requests, one by one and many at a time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.front.deferred_log import Afterwards
from server.metrics import Metrics, render
from server.notes import REQUEST_ID
from server.observe import LOG, LONGEST, Ended, Observer

FIELDS = [
    "time",
    "id",
    "client",
    "method",
    "path",
    "status",
    "ms",
    "release",
    "rows",
    "cache",
    "truncated",
]


class Lines(logging.Handler):
    """What is logged: records, each with one or more lines."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(scope="module")
def log() -> Iterator[Lines]:
    lines, before = Lines(), LOG.level
    LOG.addHandler(lines)
    LOG.setLevel(logging.INFO)
    yield lines
    LOG.removeHandler(lines)
    LOG.setLevel(before)


def observer(metrics: Metrics, slow: float = 1.0) -> Observer:
    return Observer(lambda _environ, _start: [], metrics, slow)


def ended(status: int = 200, seconds: float = 0.1, method: str = "GET", **notes: Any) -> Ended:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/sparql", "REMOTE_ADDR": "::1"}
    return environ, {"status": status, **notes}, seconds


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    method=words,
    path=words,
    client=st.none() | words,
    query=words,
    seconds=st.floats(0, 100),
    notes=st.fixed_dictionaries(
        {},
        optional={
            "id": st.from_regex(REQUEST_ID, fullmatch=True),
            "release": st.integers(0),
            "rows": st.sampled_from([0, 1, 7]),
            "cache": st.sampled_from(["hit", "miss", "pass"]),
            "truncated": st.booleans(),
        },
    ),
)
def test_a_line_is_json_and_says_all_that_was_noted(
    log: Lines,
    method: str,
    path: str,
    client: str | None,
    query: str,
    seconds: float,
    notes: dict[str, Any],
) -> None:
    given_path = path.encode().decode("latin-1")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": given_path, "REMOTE_ADDR": client}
    log.said.clear()
    all_ = notes | {"status": 404, "query": query}
    observer(Metrics()).note([(environ, all_, seconds)])
    line = json.loads(log.said[0])
    assert "\n" not in log.said[0]
    assert list(line) == FIELDS + (["slow", "query"] if seconds > 1 else [])
    assert line.pop("time")[-1] == "Z"
    assert abs(line.pop("ms") - 1000 * seconds) <= 0.006
    said = dict.fromkeys(FIELDS) | {"truncated": False} | notes
    said |= {"method": method, "path": path, "client": client, "status": 404}
    if seconds > 1:
        said |= {"slow": True, "query": query[:LONGEST] or None}
    for own in ("time", "ms"):
        said.pop(own)
    assert [(each, type(each)) for each in line.values()] == [
        (said[name], type(said[name])) for name in line
    ]


def test_requests_are_counted_by_what_was_noted() -> None:
    metrics = Metrics()
    requests = [ended(rows=3, cache="hit"), ended(503, 7.0), ended(method="BREW", truncated=True)]
    observer(metrics).note(requests)
    said = render(metrics.families())
    for line in (
        'requests_total{method="GET",status="200"} 1',
        'requests_total{method="GET",status="503"} 1',
        'requests_total{method="other",status="200"} 1',
        'cache_total{outcome="hit"} 1',
        'cache_total{outcome="pass"} 2',
        'request_seconds_bucket{le="0.1"} 2',
        "request_seconds_count 3",
        "rows_total 3",
        "truncated_total 1",
        "requests_running 0",
    ):
        assert f"lianghui_{line}\n" in said


def test_requests_are_told_of_together_and_soon(log: Lines) -> None:
    metrics = Metrics()
    log.said.clear()

    async def end_three() -> list[int]:
        afterwards, counts = Afterwards(observer(metrics)), []
        afterwards.add(ended())
        afterwards.add(ended())
        counts.append(len(log.said))
        afterwards.tell()
        afterwards.tell()
        counts.append(len(log.said))
        afterwards.add(ended())
        async with asyncio.timeout(10):
            while len(log.said) < 2:
                await asyncio.sleep(0.001)
        return counts

    with ThreadPoolExecutor(1) as one:  # a browser's tests leave a loop in the main thread
        assert one.submit(asyncio.run, end_three()).result() == [0, 1]
    assert [each.count("\n") + 1 for each in log.said] == [2, 1]
    assert "requests_total" in render(metrics.families())
