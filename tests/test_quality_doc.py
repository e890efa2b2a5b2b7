"""docs/quality.md says what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.quality.evaluation import evaluate, judge_all
from graph.quality.gold import gold, reports
from graph.quality.measurements import FILE
from tools.make_quality_doc import BLIND_ROUNDS, MENDED, PAGE, main, page


def test_the_page_is_current(tmp_path: Path) -> None:
    made = tmp_path / "quality.md"
    main(made)
    assert made.read_bytes() == PAGE.read_bytes()


def test_the_page_follows_the_figures() -> None:
    told = json.loads(FILE.read_text("utf-8"))
    told["result"]["directions"]["D1"]["recall"] = 0.1234
    assert "0.123 (" in page(told)
    assert "0.123 (" not in PAGE.read_text("utf-8")


def test_the_range_of_the_blind_rounds_is_the_one_told() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    for name, column in (("precision was", 2), ("recall", 3)):
        shares = [float(each[column]) for each in BLIND_ROUNDS]
        assert f"{name} between {min(shares):.2f} and {max(shares):.2f}" in text


@pytest.mark.parametrize("name", MENDED)
def test_the_figures_on_2026_are_those_of_the_shipped_weights(name: str, shared: Path) -> None:
    texts = reports(shared / "corpus" / "provincial")
    items = gold(Path(__file__).parent / "data" / f"{name}.csv", texts)
    found = evaluate(judge_all(items))
    micro, role = found["directions"]["micro"], found["role"]
    shares = (micro["precision"], micro["recall"], role["accuracy"])
    n, *told = MENDED[name]
    assert n == found["n"]
    assert told == pytest.approx([*shares, role["with_sections"]["accuracy"]], abs=0.0006)
