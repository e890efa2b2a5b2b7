"""Passages, mentions and judgements of one text."""

from __future__ import annotations

import pickle
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.direct import judge
from graph.extract import Extraction, extract
from graph.judging.judgement import Context
from graph.lexicon import load
from graph.mention import find
from graph.mint import claims, text_digest
from graph.read import paths, read

REPORTS = Path(__file__).parent / "data" / "reports"
TEXT = next(iter(read(REPORTS / "furniture.txt"))).text


@dataclass(frozen=True)
class Finding:
    direction: str


@dataclass(frozen=True)
class Judgement:
    directions: tuple[Finding, ...] = ()
    role: str = "other"
    stance: str = "neutral"
    mention: bool = True
    confidence: float = 1.0


def outline(text: str, extraction: Extraction) -> list[tuple[str, dict[str, list[str]]]]:
    return [
        (
            text[passage.start : passage.end],
            {
                each.theme: [text[hit.start : hit.end] for hit in each.mentions]
                for each in passage.statements
            },
        )
        for passage in extraction.passages
    ]


def test_sentences_that_name_a_theme_become_passages() -> None:
    assert outline(TEXT, extract(TEXT, load())) == [
        ("去年，我们建成区块链存证站两座。", {"blockchain": ["区块链"]}),
        ("算力成本下降一成；", {"data-center-computing": ["算力"]}),
        ("大家用上了“一网通办”。", {"digital-government": ["一网通办"]}),
        ("今年要加大数据汇聚力度，办好大数据学校！", {"big-data": ["大数据"]}),
        ("推动人工智能+教育，让ＡＩ进课堂。", {"artificial-intelligence": ["人工智能+", "ＡＩ"]}),
        ("建设区块链园区，支持区块链中试。", {"blockchain": ["区块链", "区块链"]}),
    ]


def test_without_a_judge_nothing_is_judged() -> None:
    extraction = extract(TEXT, load())
    statements = [each for passage in extraction.passages for each in passage.statements]
    assert {(s.directions, s.role, s.stance, s.confidence) for s in statements} == {
        ((), None, None, None)
    }
    assert {passage.section_role for passage in extraction.passages} == {"plan", "review"}
    assert extraction.lexicon == load().version


def test_every_mention_of_a_theme_is_judged_and_they_make_one_statement() -> None:
    asked = []

    def judge(sentence: str, start: int, end: int, theme: str, context: Context) -> Judgement:
        asked.append((sentence[start:end], theme))
        if sentence[start:end] == "ＡＩ":
            return Judgement((Finding("governance"), Finding("infrastructure")), confidence=0.5)
        if theme == "artificial-intelligence":
            return Judgement((Finding("governance"),), "plan", "promote", confidence=0.75)
        return Judgement(mention=False)

    (passage,) = extract(TEXT, load(), judge).passages
    (statement,) = passage.statements
    assert len(asked) == 8
    assert [TEXT[hit.start : hit.end] for hit in statement.mentions] == ["人工智能+", "ＡＩ"]
    assert statement.directions == ("governance", "infrastructure")
    assert (statement.role, statement.stance, statement.confidence) == ("plan", "promote", 0.5)


def test_claims_outlive_a_title_line_and_tell_equal_sentences_apart() -> None:
    text = "办好大数据学校。\n办好大数据学校。\n办好区块链学校。"

    def keys(text: str) -> list[str]:
        found = extract(text, load()).passages
        return [each.claim for passage in found for each in passage.statements]

    digest = text_digest("办好大数据学校。")[:12]
    assert keys(text)[:2] == [f"{digest}-1", f"{digest}-2"]
    assert keys("新加的标题\n" + text) == keys(text)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"))))
def test_claims_are_never_given_twice(pairs: list[tuple[str, str]]) -> None:
    minted = [(theme, claim) for (_, theme), claim in zip(pairs, claims(pairs), strict=True)]
    assert len(set(minted)) == len(minted)


def test_an_extraction_travels_between_processes() -> None:
    extraction = extract(TEXT, load())
    assert pickle.loads(pickle.dumps(extraction)) == extraction


@given(st.text(st.sampled_from("大数据AI区块链。！\n 加")))
def test_mentions_lie_in_their_passages_and_none_is_lost(text: str) -> None:
    extraction = extract(text, load())
    for passage in extraction.passages:
        assert passage.statements
        assert all(passage.start <= hit.start < hit.end <= passage.end for hit in passage.mentions)
    assert list(extraction.mentions) == find(text, load())


def test_no_mention_of_the_real_reports_is_lost(shared: Path) -> None:
    files = paths([shared / "corpus" / "provincial"])
    assert len(files) == 62
    for path in files:
        (document,) = read(path)
        assert list(extract(document.text, load()).mentions) == find(document.text, load())


LINES = (
    "一、过去一年工作回顾",
    "建成5G基站三千座。全省算力规模翻了一番；区块链产业园落户新区。",
    "政务服务实现“一网通办”！",
    "二、今年工作安排",
    "培育壮大人工智能、量子科技等未来产业。推动工业互联网赋能制造业转型升级；"
    "加快建设区块链产业园。支持区块链中试。支持区块链中试。",
)


def facts(text: str) -> list[tuple[object, ...]]:
    """All that is extracted, without any place in the text."""
    return [
        (
            text[passage.start : passage.end],
            passage.section_role,
            [
                replace(
                    each,
                    mentions=tuple(hit.form for hit in each.mentions),
                    plans=tuple(plan.slug for plan in each.plans),
                )
                for each in passage.statements
            ],
        )
        for passage in extract(text, load(), judge).passages
    ]


def cut(text: str, gap: str) -> str:
    """The text with that gap after each sentence that does not end its line."""
    return re.sub(r"(?<=[。；])(?=[^\n”’」』》）)。；])", gap, text)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["", "\n", "\n\n", "\n　　", " "]), min_size=7, max_size=7))
def test_paragraphs_change_no_fact(gaps: list[str]) -> None:
    whole = "\n".join(LINES)
    parts = iter(gaps)
    assert facts(re.sub("(?<=[。；])(?=.)", lambda _: next(parts), whole)) == facts(whole)
    assert len(facts(whole)) == 9


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_change_no_fact(tmp_path: Path, ending: str) -> None:
    whole = "\n".join(LINES)
    path = tmp_path / "report.txt"
    path.write_bytes(whole.replace("\n", ending).encode())
    assert facts(next(iter(read(path))).text) == facts(whole)


@pytest.mark.slow
def test_paragraphs_change_no_fact_of_the_real_reports(shared: Path) -> None:
    files = sorted((shared / "corpus" / "provincial").glob("*/*.txt"))
    assert len(files) == 62
    for path in files:
        text = next(iter(read(path))).text
        assert facts(cut(text, "\n")) == facts(text), path.name


@pytest.mark.slow
def test_megabytes_a_second(shared: Path) -> None:
    """From text to mentions and directions; docs/quality.md has what a quiet core measured."""
    files = sorted((shared / "corpus" / "provincial").glob("*/*.txt"))
    texts = [next(iter(read(path))).text for path in files]
    size = sum(len(text.encode()) for text in texts) / 1e6
    extract(texts[0], load(), judge)
    seconds = []
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            extract(text, load(), judge)
        seconds.append(time.process_time() - began)
    assert size / min(seconds) > 1.5, "MB/s"


def test_a_ban_plans_no_park() -> None:
    text = "一、工作回顾\n甲。\n二、工作安排\n规划建设量子产业园。停建区块链产业园。\n"
    found = {
        each.theme: len(each.plans)
        for passage in extract(text, load(), judge).passages
        for each in passage.statements
    }
    assert found == {"blockchain": 0, "quantum": 1}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("推广DeepSeek大模型应用。", ["大模型"]),
        ("做大做强大数据产业，建强大数据平台。", ["大数据", "大数据"]),
        ("形成强大数据支撑。", []),
    ],
)
def test_a_term_behind_latin_letters_or_a_verb_of_strength_is_one(
    text: str, terms: list[str]
) -> None:
    found = extract(text, load(), judge).mentions
    assert [text[hit.start : hit.end] for hit in found] == terms
