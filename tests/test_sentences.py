"""Sentences and where they lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.readers.decode import decode
from graph.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一。二！三？四；五", ["一。", "二！", "三？", "四；", "五"]),
        ("  一。\u3000二\n\n\u2003三", ["一。", "二", "三"]),
        ("“一。”二（三。）四", ["“一。”", "二（三。）", "四"]),
        ("一……二？！三", ["一……二？！", "三"]),
        ("各位代表!过去5.3%；三", ["各位代表!过去5.3%；", "三"]),
        ("We build. It grew 5.3%! “Why?” No. 5 is U.S. made.", None),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_they_should(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = ["We build.", "It grew 5.3%!", "“Why?”", "No. 5 is U.S. made."]
    assert cut(text) == expected


@given(st.text(st.sampled_from("一二a B1.!?。；！？”“）\n \u3000")))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
        last = end
    assert not text[last:].strip()


def test_the_spans_of_the_gold_file_are_found(shared: Path) -> None:
    items = json.loads((shared / "gold" / "gold_2025.json").read_text("utf-8"))
    spans: dict[str, set[tuple[int, int]]] = {}
    for item in items:
        path = shared / "corpus" / "provincial" / "2025" / f"{item['province']}.txt"
        own = spans.setdefault(item["province"], set(sentences(decode(path.read_bytes(), path))))
        assert (item["start"], item["start"] + len(item["sentence"])) in own, item["id"]
    assert len(items) == 320
