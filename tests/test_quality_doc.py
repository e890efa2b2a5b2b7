"""docs/quality.md says what was measured."""

from __future__ import annotations

import json
from pathlib import Path

from graph.quality.gold import gold, reports
from graph.quality.measurements import FILE
from tools.make_findings_doc import PAGE as FINDINGS
from tools.make_quality_doc import BLIND_ROUNDS, PAGE, main, page

DATA = Path(__file__).parent / "data"


def test_the_page_is_current(tmp_path: Path) -> None:
    made = tmp_path / "quality.md"
    main(made)
    assert made.read_bytes() == PAGE.read_bytes()


def test_the_page_follows_the_figures() -> None:
    told = json.loads(FILE.read_text("utf-8"))
    told["result"]["directions"]["D1"]["recall"] = 0.1234
    assert "0.123 (" in page(told)
    assert "0.123 (" not in PAGE.read_text("utf-8")


def test_the_recall_of_mentions_is_said_to_be_of_the_lexicons_words() -> None:
    """Every labelled sentence was drawn by a term of the lexicon."""
    assert "| mention: recall, of the lexicon's words |" in PAGE.read_text("utf-8")
    assert "recall of mentions" in FINDINGS.read_text("utf-8")
    assert "is of the lexicon's words" in FINDINGS.read_text("utf-8")


def test_the_page_says_what_is_not_known_of_the_coders_agreement() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    _, behind = text.split("agree at 0.97")
    assert "does not say by which measure" in behind[:200]


def test_the_range_of_the_blind_rounds_is_the_one_told() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    for name, column in (("precision was", 2), ("recall", 3)):
        shares = [float(each[column]) for each in BLIND_ROUNDS]
        assert f"{name} between {min(shares):.2f} and {max(shares):.2f}" in text


def test_the_figures_on_coded_sentences_are_told_of_all_files(shared: Path) -> None:
    told = json.loads(FILE.read_text("utf-8"))["coded"]
    texts = reports(shared / "corpus" / "provincial")
    files = {path.stem: path for path in DATA.glob("*.csv")}
    assert sorted(told) == sorted(files)
    assert files
    for name, figures in told.items():
        assert figures["n"] == len(gold(files[name], texts))
        assert f"| `{name}` | {figures['n']} |" in PAGE.read_text("utf-8")
