"""``lianghui evaluate``: what it prints, and what it says of bad gold files."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.quality.gold import DIRECTIONS
from server.cli import main

DATA = Path(__file__).parent / "data"
ITEM = {
    "id": "a",
    "province": "甲",
    "year": 2030,
    "theme": "blockchain",
    "term": "区块链",
    "sentence": "加强区块链技术研发。",
    "mention": "yes",
    "directions": ["D3"],
    "role": "plan",
    "stance": "promote",
}


@dataclass(frozen=True)
class Result:
    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str | Path) -> Result:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["lianghui", "evaluate", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
    return Result(int(left.value.code or 0), out.getvalue(), err.getvalue())


def gold_file(folder: Path, *rows: object, name: str = "gold.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return path


def answer(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert isinstance(told, dict)
    return told


def test_the_object_has_the_keys_of_the_service(tmp_path: Path) -> None:
    told = answer(gold_file(tmp_path, ITEM))
    assert {"mention", "directions", "role", "stance"} <= told.keys()
    assert told["directions"].keys() == {"micro", *DIRECTIONS}
    for figures in (*told["directions"].values(), told["mention"]):
        assert {"precision", "recall", "f1", "n"} <= figures.keys()
    assert told["role"]["accuracy"] == told["stance"]["accuracy"] == 1.0


def test_every_grouping_adds_its_figures(tmp_path: Path) -> None:
    path = gold_file(tmp_path, ITEM)
    for by, group in {"theme": "blockchain", "province": "甲", "year": "2030"}.items():
        assert answer(path, "--by", by)["by"].keys() == {group}
        assert f"by {by}\n  {group}" in run(path, "--by", by).stdout
    assert "by direction" not in run(path, "--by", "direction").stdout


def test_a_person_reads_figures_with_intervals_and_confusion(tmp_path: Path) -> None:
    result = run(gold_file(tmp_path, ITEM, ITEM | {"province": "乙", "role": "review"}))
    assert result.exit_code == 0
    assert result.stdout.startswith("2 sentences")
    assert "precision 1.000 [0.34, 1.00]" in result.stdout
    assert "role: accuracy 0.500  n 2" in result.stdout
    assert "  review -> plan 1" in result.stdout
    assert not {"{", "'"} & set(result.stdout)


def test_every_miss_is_told_with_its_sentence_and_what_differs(tmp_path: Path) -> None:
    wrong = ITEM | {"id": "b", "directions": ["D5", "D7"]}
    result = run(gold_file(tmp_path, ITEM, wrong))
    assert "miss a" not in result.stdout
    _, miss = result.stdout.split("miss b: 甲 2030, blockchain: 区块链\n")
    assert miss.splitlines() == ["  加强区块链技术研发。", "  directions: coded D5 D7, given D3"]


def test_the_term_is_the_first_occurrence_unless_told(tmp_path: Path) -> None:
    doubled = ITEM | {"sentence": "区块链。加强区块链技术研发。"}
    assert answer(gold_file(tmp_path, doubled | {"term_start": 6}))["n"] == 1
    assert run(gold_file(tmp_path, doubled | {"term_start": 5})).exit_code == 2


def test_items_without_sentences_take_them_from_the_texts(shared: Path) -> None:
    told = answer(DATA / "gold_2026.csv", "--texts", shared / "corpus" / "provincial")
    assert told["n"] == 241
    assert told["directions"]["micro"]["precision"] > 0.9
    assert told["directions"]["micro"]["recall"] > 0.9
    assert all(miss["sentence"] for miss in told["misses"])


def test_without_the_texts_the_first_such_item_is_named() -> None:
    refused(run(DATA / "gold_2026.csv"), "gold_2026.csv, item 1", "text is not known")


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in ITEM.items() if name != key}


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (without("theme"), "has no theme"),
        (without("stance"), "has no stance"),
        (ITEM | {"term": "量子"}, "does not hold the term 量子"),
        (ITEM | {"term": ""}, "has no term"),
        (ITEM | {"term_start": -3}, "has -3 as term_start"),
        (ITEM | {"year": None}, "has no year"),
        (ITEM | {"year": "soon"}, "has soon as year"),
        (ITEM | {"sentence": 5}, "does not hold the term"),
        (ITEM | {"directions": 3}, "unknown direction 3"),
        (ITEM | {"mention": True}, "has True as mention, which is none of yes, no"),
        (ITEM | {"role": "later"}, "has later as role"),
    ],
)
def test_a_bad_item_is_named_in_one_line(
    tmp_path: Path, item: dict[str, object], problem: str
) -> None:
    refused(run(gold_file(tmp_path, ITEM, item)), "gold.json, item 2", problem)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "no readable JSON"),
        ("no JSON", "no readable JSON"),
        ("[" * 100_000, "no readable JSON"),
        ("{}", "no list of items"),
        ("[1]", "no list of items"),
        ("[]", "holds no item"),
    ],
    ids=["empty", "words", "deep", "object", "numbers", "nothing"],
)
def test_a_file_that_is_no_gold_file_is_named_in_one_line(
    tmp_path: Path, content: str, problem: str
) -> None:
    path = tmp_path / "gold.json"
    path.write_text(content, "utf-8")
    refused(run(path), "gold.json", problem)


def test_bad_tables_are_named_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_bytes("province,year\n甲\n".encode("gb18030"))
    refused(run(path), "gold.csv", "no readable CSV")
    path.write_text("province,year\n甲\n", "utf-8")
    refused(run(path), "gold.csv, item 1", "has no year")


def test_what_is_not_there_and_folders_are_named_in_one_line(tmp_path: Path) -> None:
    refused(run(tmp_path / "none.json"), "none.json", "is not there; check the path")
    refused(run(tmp_path), tmp_path.name, "Is a directory")


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    for word in words:
        assert word in line
