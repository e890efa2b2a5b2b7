"""Sections of a report, from its headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.judging.learned import shipped
from graph.judging.roles import Section, section_at, sections
from graph.quality.gold import reports

REPORT = """某省政府工作报告

一、2030年工作回顾
过去一年，全省平稳向好。
（一）产业更强。
二、2031年工作安排
今年要办好实事。
（一）抓产业。
三、加强自身建设
为民服务。
名词解释
1.某词：一种说法。
"""


def test_sections_of_a_plain_report() -> None:
    found = sections(REPORT)
    assert [(section.role, section.heading) for section in found] == [
        ("review", "一、2030年工作回顾"),
        ("plan", "二、2031年工作安排"),
        ("plan", "三、加强自身建设"),
        ("other", "名词解释"),
    ]
    assert [section.start for section in found] == [
        REPORT.index(section.heading) for section in found
    ]


def test_what_stands_before_the_first_heading_has_no_section() -> None:
    assert section_at(sections(REPORT), 0) is None


@pytest.mark.parametrize(
    ("words", "role"),
    [("全省平稳", "review"), ("办好实事", "plan"), ("为民服务", "plan"), ("一种说法", "other")],
)
def test_a_place_knows_its_section(words: str, role: str) -> None:
    held = section_at(sections(REPORT), REPORT.index(words))
    assert held is not None
    assert held.role == role


def test_headings_without_telling_words_go_by_their_number() -> None:
    text = "一、乘风破浪又一年\n甲。\n二、再接再厉向前行\n乙。\n"
    assert [section.role for section in sections(text)] == ["review", "plan"]


def test_the_first_number_under_a_heading_without_one_has_its_role() -> None:
    text = "2030年工作回顾\n甲。\n2031年重点工作\n一、着力强工\n乙。\n二、着力兴农\n丙。\n"
    assert [section.role for section in sections(text)] == ["review", "plan", "plan", "plan"]


def test_headings_without_a_number_go_by_their_words() -> None:
    assert [s.role for s in sections("2030年工作回顾\n甲。\n2031年工作安排\n乙。\n")] == [
        "review",
        "plan",
    ]


def test_a_heading_that_looks_both_ways_tells_no_role() -> None:
    text = "一、2030年工作回顾\n甲。\n二、五年成就和今后主要目标\n乙。\n三、2031年工作安排\n丙。\n"
    assert [section.role for section in sections(text)] == ["review", None, "plan"]


def test_an_annex_tells_no_role_and_restarts_no_numbering() -> None:
    text = "一、工作回顾\n甲。\n二、工作安排\n乙。\n附件1\n一、办实事\n丙。\n"
    assert [section.role for section in sections(text)] == ["review", "plan", None]


def test_a_sentence_is_no_heading() -> None:
    assert sections("我们作了工作回顾，并作了工作安排。\n") == []


def test_no_heading_no_section() -> None:
    assert sections("") == []
    assert section_at([], 5) is None


def test_order_of_places() -> None:
    found = [Section(3, "review", "a"), Section(9, "plan", "b")]
    assert [section_at(found, place) for place in (2, 3, 8, 9)] == [
        None,
        found[0],
        found[0],
        found[1],
    ]


def test_wording_tells_what_was_done_from_what_is_to_do() -> None:
    roles = shipped().roles
    assert roles.review("全年新增企业三百家、增长12%，总量居全国前列。") > 0.5
    assert roles.review("加快建设一批项目，力争增长8%左右。") < 0.5


@pytest.mark.parametrize("year", [2025, 2026])
def test_real_reports_part_into_review_and_plan(shared: Path, year: int) -> None:
    folder = shared / "corpus" / "provincial"
    provinces = sorted(path.stem for path in (folder / str(year)).glob("*.txt"))
    assert len(provinces) == 31
    texts = reports(folder)
    for province in provinces:
        text = texts(province, year)
        assert text is not None
        roles = [section.role for section in sections(text)]
        assert roles[0] == "review", province
        assert "plan" in roles, province
