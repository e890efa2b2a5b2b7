"""What was found out about a text is found once, an error each time."""

from __future__ import annotations

import pytest

from graph.sparql.remember import LONGEST, TEXTS, remembered


def test_a_short_text_is_read_once_for_each_of_what_it_is_read_with() -> None:
    calls: list[tuple[str, int]] = []

    @remembered
    def length(text: str, more: int = 0) -> int:
        calls.append((text, more))
        return len(text) + more

    assert [length("ab"), length("ab"), length("ab", 1), length("ab", more=1)] == [2, 2, 3, 3]
    assert len(calls) == 3
    long = "x" * (LONGEST + 1)
    assert length(long) == length(long) == LONGEST + 1
    assert len(calls) == 5


def test_an_error_is_raised_each_time() -> None:
    @remembered
    def refuse(text: str) -> str:
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            refuse("no")


def test_the_least_recent_text_is_forgotten() -> None:
    calls: list[str] = []

    @remembered
    def same(text: str) -> str:
        calls.append(text)
        return text

    for number in range(TEXTS + 1):
        same(str(number))
    same("0")
    assert calls.count("0") == 2
