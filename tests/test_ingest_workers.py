"""Whether two workers are judged by the clock only where two cores are free."""

from __future__ import annotations

import os

import pytest

from bench.generate_reports import generate
from bench.ingest_workers import OTHERS, Run, compare, told


def runs(two: float, others: float) -> dict[str, list[Run]]:
    seconds = {"one": 10.0, "two": two, "apart": 5.0}
    return {kind: [Run(each, 10.0, others)] * 3 for kind, each in seconds.items()}


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="judges nothing on one core")
@pytest.mark.parametrize(
    ("two", "others", "verdict"),
    [
        (5.5, 0.0, "at least 1.7 times as fast"),
        (6.5, 0.0, "less than 1.7 times as fast"),
        (5.5, OTHERS + 0.1, "not judged"),
        (6.5, OTHERS + 0.1, "not judged"),
    ],
)
def test_two_workers_are_judged_where_nobody_else_used_the_cores(
    two: float, others: float, verdict: str
) -> None:
    found = told(620, runs(two, others))
    assert found["ratio"] == round(10 / two, 2)
    assert found["ratio_apart"] == 2.0
    assert found["verdict"].startswith(verdict)


@pytest.mark.slow
def test_one_worker_two_and_two_apart_are_measured_on_the_same_reports(tmp_path) -> None:
    (shard,) = generate(24, tmp_path / "reports")
    (work := tmp_path / "work").mkdir()
    found = compare(sorted(shard.glob("*.txt")), work, 1)
    parts = {kind: sorted(work.glob(f"{kind}-0/*/*.nq")) for kind in ("one", "two", "apart")}
    lines = {
        kind: sum(part.read_bytes().count(b"\n") for part in all_) for kind, all_ in parts.items()
    }
    assert len(set(lines.values())) == 1
    assert lines["one"] > 10_000
    assert 0 < found["processor_seconds"]["two"] < 60
