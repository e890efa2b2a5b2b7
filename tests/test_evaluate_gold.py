"""Reading labelled sentences, and the figures made of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.direct import Context, Finding, Judgement
from graph.errors import InputError
from graph.quality.evaluation import evaluate, judge_all, score
from graph.quality.gold import DIRECTIONS, gold, reports
from graph.quality.score import Score, intervals

ROW = {
    "id": "a",
    "province": "甲",
    "year": 2030,
    "theme": "data_elements",
    "term": "数据要素",
    "sentence": "激活数据要素，用好数据要素。",
    "mention": "yes",
    "directions": ["D2", "D7"],
    "role": "plan",
    "stance": "promote",
}


def write(path: Path, rows: object) -> Path:
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return path


def fixed(*codes: str, role: str = "plan", stance: str = "promote", mention: bool = True):
    findings = tuple(Finding(DIRECTIONS[code], 0.9) for code in codes)
    made = Judgement(findings, role, stance, mention, 0.8)
    return lambda sentence, start, end, theme, context: made


def test_json_items(tmp_path: Path) -> None:
    (item,) = gold(write(tmp_path / "g.json", [ROW]))
    assert (item.theme, item.term, item.start) == ("data-elements", "数据要素", 2)
    assert item.directions == {"D2", "D7"}
    assert item.section_role is None


def test_term_start_picks_the_occurrence(tmp_path: Path) -> None:
    (item,) = gold(write(tmp_path / "g.json", [ROW | {"term_start": 9}]))
    assert (item.start, item.end) == (9, 13)


def test_csv_items_take_their_sentence_from_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "2030"
    folder.mkdir(parents=True)
    text = "一、工作回顾\n甲。\n二、工作安排\n激活数据要素。\n"
    (folder / "甲.txt").write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    start = text.index("激活")
    path = tmp_path / "g.csv"
    path.write_text(
        "# a note\n"
        "province,year,start,length,theme,term,term_start,mention,directions,role,stance\n"
        f"甲,2030,{start},7,data-elements,数据要素,,yes,D2 D7,plan,promote\n",
        "utf-8",
    )
    (item,) = gold(path, reports(tmp_path / "reports"))
    assert item.sentence == "激活数据要素。"
    assert (item.start, item.section_role) == (2, "plan")
    with pytest.raises(InputError, match="text is not known"):
        gold(path)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"directions": ["D9"]}, "unknown direction D9"),
        ({"term": "区块链"}, "does not hold the term"),
        ({"term_start": 3}, "does not hold the term"),
        ({"role": None}, "has no role"),
    ],
)
def test_a_bad_item_is_named(tmp_path: Path, change: dict[str, object], problem: str) -> None:
    row = {key: value for key, value in (ROW | change).items() if value is not None}
    with pytest.raises(InputError, match=problem) as caught:
        gold(write(tmp_path / "g.json", [ROW, row]))
    assert "item 2" in str(caught.value)


@pytest.mark.parametrize("content", ["", "{}", "[1]", "[]", "not json"])
def test_what_is_no_gold_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "g.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError):
        gold(path)


def test_figures(tmp_path: Path) -> None:
    items = gold(write(tmp_path / "g.json", [ROW, ROW | {"directions": ["D4"], "role": "review"}]))
    result = evaluate(judge_all(items, fixed("D2", "D4")))
    micro = result["directions"]["micro"]
    assert (micro["precision"], micro["recall"], micro["n"]) == (0.5, 0.6667, 3)
    assert result["directions"]["D7"] | {"interval": None} == {
        "precision": 1.0,
        "recall": 0.0,
        "f1": 0.0,
        "given": 0,
        "n": 1,
        "interval": None,
    }
    assert result["role"]["accuracy"] == 0.5
    assert result["stance"]["accuracy"] == 1.0
    assert len(result["misses"]) == 2
    assert result["misses"][0]["directions"] == [["D2", "D7"], ["D2", "D4"]]
    assert result["confusion"] == {"D7": {"D4": 1}, "none": {"D2": 1}}
    json.dumps(result)


def test_mentions_are_scored(tmp_path: Path) -> None:
    false = ROW | {"mention": "no", "directions": [], "stance": "neutral"}
    items = gold(write(tmp_path / "g.json", [ROW, false, false]))
    result = evaluate(judge_all(items, fixed(mention=False, stance="neutral")))
    mention = result["mention"]
    assert (mention["recall"], mention["false"], mention["false_caught"]) == (0.0, 2, 2)


def test_groups(tmp_path: Path) -> None:
    items = gold(write(tmp_path / "g.json", [ROW, ROW | {"province": "乙"}]))
    judged = judge_all(items, fixed("D2", "D7"))
    assert sorted(evaluate(judged, "province")["by"]) == ["乙", "甲"]
    assert list(evaluate(judged, "theme")["by"]) == ["data-elements"]
    assert list(evaluate(judged, "year")["by"]) == ["2030"]
    assert "by" not in evaluate(judged, "direction")


def test_the_sentence_alone_is_judged(tmp_path: Path) -> None:
    seen: list[Context] = []

    def judging(sentence: str, start: int, end: int, theme: str, context: Context) -> Judgement:
        seen.append(context)
        return Judgement((), "plan", "promote", True, 1.0)

    judge_all(gold(write(tmp_path / "g.json", [ROW])), judging)
    assert seen == [Context()]


def test_intervals_hold_the_figure(tmp_path: Path) -> None:
    rows = [
        ROW | {"province": str(n), "directions": ["D2"] if n % 3 else ["D4"]} for n in range(30)
    ]
    result = evaluate(judge_all(gold(write(tmp_path / "g.json", rows)), fixed("D2")))
    micro = result["directions"]["micro"]
    low, high = micro["interval"]["precision"]
    assert low < micro["precision"] < high


def test_an_interval_has_a_width_where_nothing_is_wrong() -> None:
    few, many = (intervals([Score(hits=1)] * n) for n in (15, 150))
    assert few["precision"] == few["recall"] == few["f1"] == [0.7961, 1.0]
    assert 0.7961 < many["recall"][0] < 1
    assert intervals([Score(wrong=1)] * 15)["precision"] == [0.0, 0.2039]
    assert intervals([Score()] * 15)["recall"] == [0.0, 1.0]


@given(st.lists(st.sets(st.sampled_from(sorted(DIRECTIONS))), min_size=1, max_size=8))
def test_gold_given_back_is_perfect(tmp_path_factory: pytest.TempPathFactory, sets) -> None:
    path = tmp_path_factory.mktemp("gold") / "g.json"
    items = gold(write(path, [ROW | {"directions": sorted(codes)} for codes in sets]))
    assert len(items) == len(sets)
    for item in items:
        (judged,) = judge_all([item], fixed(*item.directions))
        assert all(score([judged], code).f1 == 1 for code in DIRECTIONS)


def test_scores_add_up() -> None:
    assert Score(1, 2, 3) + Score(4, 5, 6) == Score(5, 7, 9)
    assert Score().precision == Score().recall == Score().f1 == 1


def test_the_gold_file_is_read_whole(shared: Path) -> None:
    texts = reports(shared / "corpus" / "provincial")
    items = gold(shared / "gold" / "gold_2025.json", texts)
    assert len(items) == 320
    assert sum(not item.mention for item in items) == 8
    assert all(item.section_role for item in items)
