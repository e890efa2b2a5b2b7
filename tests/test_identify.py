"""Whose report a text is, and of which year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from graph import dates
from graph.errors import InputError, NotAReportError
from graph.identify import Report, identify
from graph.provinces import code, provinces
from graph.read import paths, read
from graph.readers.containers import Document
from graph.readers.document import language_of

REPORTS = Path(__file__).parent / "data" / "reports"


def made_up(name: str) -> Document:
    return next(iter(read(REPORTS / name)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("furniture.txt", Report("520000", 2093, dt.date(2093, 2, 3))),
        ("broken-line.txt", Report("440000", 2093, dt.date(2093, 1, 9))),
        ("spaced.txt", Report("630000", 2093, dt.date(2093, 1, 9))),
        ("chinese-figures.txt", Report("620000", 2093, dt.date(2093, 2, 27))),
        ("title-only.txt", Report("640000", 2093)),
        ("date-behind.txt", Report("150000", 2093, dt.date(2093, 1, 9))),
        ("state-council.jsonl", Report("000000", 2093)),
        ("pair.tmx", Report("000000", 2093, dt.date(2093, 3, 7))),
    ],
)
def test_the_text_tells_its_report(name: str, expected: Report) -> None:
    assert identify(made_up(name)) == expected


def test_both_sides_of_a_pair_are_one_report() -> None:
    zh, en = read(REPORTS / "pair.tmx")
    assert identify(zh) == identify(en)


def test_a_speaker_for_the_state_council_is_no_province() -> None:
    document = replace(made_up("speaker.txt"), place="2093/上海.txt")
    assert identify(document) == Report("000000", 2093)


def test_the_files_name_is_only_a_fallback() -> None:
    for place in ("江苏2071.txt", "2071/江苏.txt", "2071/江苏省政府工作报告.txt"):
        assert identify(replace(made_up("furniture.txt"), place=place)).code == "520000"
        assert identify(replace(made_up("nameless.txt"), place=place)) == Report("320000", 2071)


def test_what_the_caller_says_wins() -> None:
    document = made_up("furniture.txt")
    assert identify(document, code="110000", year=2090) == Report("110000", 2090)
    assert identify(document, code="110000").year == 2093
    assert identify(made_up("two-provinces.txt"), code="430000").code == "430000"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("city.txt", "no province's.*吉林市"),
        ("city-title.txt", "no province's.*吉林市"),
        ("two-provinces.txt", "more than one government.*--province"),
        ("nameless.txt", "whose report.*--province"),
    ],
)
def test_a_doubtful_text_is_refused(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        identify(made_up(name))


def test_a_code_or_year_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no province is called"):
        identify(made_up("furniture.txt"), code="999999")
    with pytest.raises(InputError, match="20930 is not a year of a report"):
        identify(made_up("furniture.txt"), year=20930)


@pytest.mark.parametrize("title", ["自治区", "省人民", "市", ""])
def test_a_title_that_leaves_the_name_out_tells_the_year(title: str) -> None:
    document = Document(f"2093年{title}政府工作报告\n各位代表：", "西藏.txt")
    assert identify(document) == Report("540000", 2093)


def test_a_text_on_a_single_line_is_recognised() -> None:
    document = made_up("broken-line.txt")
    flat = replace(document, text=document.text.replace("\n", " "))
    assert identify(flat) == identify(document)


def test_a_link_to_a_resolution_spoils_no_report() -> None:
    document = made_up("furniture.txt")
    linked = replace(document, text="关于政府工作报告的决议\n" + document.text)
    assert identify(linked) == identify(document)


def test_a_report_without_a_year_is_refused() -> None:
    with pytest.raises(InputError, match=r"of which year.*--year"):
        identify(Document("山西省政府工作报告\n一、2092年工作回顾\n各位代表：", "a.txt"))


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('<p style="margin:0"><span class="MsoNormal">', "markup; take it out"),
        ("Nothing of this is Chinese, and it goes on and on. ", "give the Chinese text by itself"),
    ],
)
def test_a_report_among_much_that_is_not_chinese_is_refused_for_that(added: str, said: str) -> None:
    document = made_up("furniture.txt")
    text = "\n".join(f"{added * 4}{line}" for line in document.text.split("\n"))
    spoilt = replace(document, text=text, language=language_of(text), place="2093/贵州.txt")
    with pytest.raises(InputError, match=f"too little Chinese.*{said}"):
        identify(spoilt, code="520000", year=2093)


def test_a_translation_may_name_itself_in_chinese() -> None:
    _, en = read(REPORTS / "pair.tmx")
    titled = replace(en, text=en.text + "\n（2093年国务院政府工作报告）")
    assert identify(titled) == identify(en)


def test_a_city_is_not_the_province_it_shares_a_name_with() -> None:
    document = replace(made_up("nameless.txt"), place="2093/吉林市.txt")
    with pytest.raises(InputError, match="whose report"):
        identify(document)


def test_a_resolution_is_no_report() -> None:
    for document in (made_up("resolution.txt"), list(read(REPORTS / "state-council.jsonl"))[1]):
        with pytest.raises(NotAReportError, match="resolution"):
            identify(document)


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("二〇二六", 2026),
        ("二○二六", 2026),
        ("２０２６", 2026),
        ("十", 10),
        ("十二", 12),
        ("三十一", 31),
        ("七", 7),
    ],
)
def test_numerals(numeral: str, number: int) -> None:
    assert dates.number(numeral) == number


def test_a_day_that_does_not_exist_is_none() -> None:
    match = dates.CHINESE.search("2093年2月30日")
    assert match
    assert dates.day(match) is None


def test_provinces_go_by_many_names() -> None:
    assert len(provinces()) == 34
    for name in ("140000", "山西", "山西省", "Shanxi", "shanxi ", "CN-SX"):
        assert code(name) == "140000"
    assert code("Shaanxi") == "610000"
    assert code("国务院") == "000000"
    with pytest.raises(InputError, match=r"no province is called 'Shanxxi'; do you mean"):
        code("Shanxxi")


def test_all_62_provincial_reports_are_recognised_by_their_text_alone(shared: Path) -> None:
    files = paths([shared / "corpus" / "provincial"])
    assert len(files) == 62
    for path in files:
        (document,) = read(path)
        found = identify(replace(document, place="report.txt"))
        assert (found.code, found.year) == (code(path.stem), int(path.parent.name)), path
        assert found.delivered is not None, path


def test_the_national_records_are_recognised_or_skipped(shared: Path) -> None:
    folder = shared / "corpus" / "national"
    reports, resolutions = 0, 0
    for document in (each for path in paths([folder]) for each in read(path)):
        try:
            found = identify(document)
        except NotAReportError:
            assert document.year is None
            resolutions += 1
        else:
            expected = document.year or int(Path(document.place).stem.removeprefix("GR"))
            assert (found.code, found.year) == ("000000", expected), document.place
            reports += 1
    assert (reports, resolutions) == (68, 20)


OTHER = ("2093年江西省政府工作报告", "——2093年1月20日在江西省第三十届人民代表大会第二次会议上")


@pytest.mark.parametrize(
    "lines",
    [
        OTHER,
        OTHER[:1],
        ("政府工作报告", OTHER[1]),
        ("江 西 省 政 府 工 作 报 告（全文）",),
        ("2092年贵州省政府工作报告",),
        ("政府工作报告", "（2092年1月20日在贵州省第三十届人民代表大会第一次会议上）"),
        ("云岩区政府工作报告",),
        ("政府工作报告", "——2093年1月5日在云岩区第三十届人民代表大会第三次会议上"),
        ("关于计划执行情况的报告", "——2093年2月3日在贵州省第三十届人民代表大会第二次会议上"),
    ],
)
@pytest.mark.parametrize("code", [None, "520000"])
def test_a_file_of_two_reports_is_refused(lines: tuple[str, ...], code: str | None) -> None:
    document = made_up("furniture.txt")
    both = "\n".join((document.text.rstrip("\n"), *lines, "各位代表：", "一、回顾", "发展经济。"))
    number = document.text.rstrip("\n").count("\n") + 1 + len(lines)
    with pytest.raises(InputError, match=r"another report in line \d.*a file of its own") as caught:
        identify(replace(document, text=both), code=code)
    assert f"line {number}" in str(caught.value) or f"line {number - 1}" in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "2093年贵州省政府工作报告",
        "《政府工作报告》名词解释",
        "2092年政府工作报告所定目标完成情况",
        "2092年江西省政府工作报告",  # a link below the text
    ],
)
def test_a_report_may_be_named_again_behind_it(line: str) -> None:
    document = made_up("furniture.txt")
    assert identify(replace(document, text=f"{document.text}\n{line}\n发展经济。")) == identify(
        document
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("《2092年政府工作报告》", "所列事项都已办妥。"),
        ("去年，我们对照", "2092年政府工作报告", "逐项督办。各位代表！办成的事不少。"),
        ("2092年省政府工作报告", "许下的事都已办妥。"),
        ("2092年3月在三十届全国人大三次会议上", "有人说起贵州。各位代表！我们很高兴。"),
    ],
)
def test_a_line_that_quotes_another_report_begins_none(lines: tuple[str, ...]) -> None:
    document = made_up("furniture.txt")
    thanks = "各位代表！在此，我代表省人民政府，向大家致谢！今后还要请人大审议。"
    quoting = "\n".join((document.text, *lines, "还有很多要做。", thanks))
    assert identify(replace(document, text=quoting)) == identify(document)


def test_another_report_greets_as_it_likes() -> None:
    document = made_up("furniture.txt")
    for greeting in ("各位代表、同志们：", "各位代表！\n现在，我代表省人民政府向大会作报告。"):
        both = replace(document, text="\n".join((document.text, *OTHER, "省长", greeting)))
        assert "begins another report" in refusal(both)


def refusal(document: Document) -> str:
    try:
        identify(document)
    except InputError as error:
        return str(error)
    return ""


def test_no_real_report_goes_on_with_another(shared: Path) -> None:
    documents = (each for file in paths([shared / "corpus"]) for each in read(file))
    assert not [each.place for each in documents if "another report" in refusal(each)]


def test_traditional_characters_tell_it_too() -> None:
    text = "廣東省政府工作報告\n——2093年1月20日在廣東省第三十屆人民代表大會第二次會議上\n各位代表："
    assert identify(Document(text, "a.txt")) == Report("440000", 2093, dt.date(2093, 1, 20))
