"""The shipped counts against a plain search with the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.plain_search import PAGE, compare, page, rule


@pytest.mark.slow
def test_counts_equal_a_plain_search(shared: Path) -> None:
    total = dropped = 0
    for name, text, ours, theirs in compare(shared / "corpus" / "provincial"):
        assert ours <= theirs, name
        assert all(rule(text, span) for span in theirs - ours), name
        total, dropped = total + len(ours), dropped + len(theirs - ours)
    assert total > 2500
    assert 0 < dropped < total / 50


@pytest.mark.slow
def test_the_page_of_differences_is_current(shared: Path) -> None:
    assert page(shared / "corpus" / "provincial") == PAGE.read_text("utf-8")
