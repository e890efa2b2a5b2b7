"""Pages ask few queries and take little of a processor, each kind on the real graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.pages import PAGES, within

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
QUERIES = 6
MILLISECONDS = 300
"""What is asked for on a quiet machine; on a busy one a processor's time says nearly that."""
NOISE = 2


@pytest.fixture(scope="module")
def taken(_built: Path) -> dict[str, tuple[int, float]]:
    return within(_built, rounds=3)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_little(taken: dict[str, tuple[int, float]], name: str) -> None:
    queries, milliseconds = taken[name]
    assert queries <= QUERIES
    assert milliseconds < MILLISECONDS * NOISE
