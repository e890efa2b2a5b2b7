"""Where a sentence is cut into clauses and the items of lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.judging.clauses import layout


def clauses(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in layout(sentence).clauses]


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("甲，乙、丙，丁。", ["甲，", "乙、丙，", "丁。", ""]),
        ("甲“乙，丙”丁，戊", ["甲“乙，丙”丁，", "戊"]),
        ("甲（乙“丙，丁”，戊）己，庚", ["甲（乙“丙，丁”，戊）己，", "庚"]),
        ("甲“乙，丙，丁", ["甲“乙，", "丙，", "丁"]),
        ("甲（乙，“丙，丁），戊，己", ["甲（乙，“丙，丁），", "戊，", "己"]),
        ("甲，乙）丙，丁", ["甲，", "乙）丙，", "丁"]),
    ],
)
def test_marks_end_a_clause_but_for_those_between_brackets_that_are_closed(
    sentence: str, cut: list[str]
) -> None:
    assert clauses(sentence) == cut


@given(st.text("甲，、。“”（）《》", max_size=30))
def test_clauses_and_items_cover_the_sentence_in_order(sentence: str) -> None:
    cuts = layout(sentence)
    for spans in (cuts.clauses, cuts.items):
        assert "".join(sentence[start:end] for start, end in spans) == sentence
    assert {start for start, _ in cuts.clauses} <= {start for start, _ in cuts.items}
