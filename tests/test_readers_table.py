"""Tables with a text in each row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import PARAGRAPHS
from graph.errors import InputError
from graph.identify import Report, identify
from graph.read import read
from graph.readers import table
from refusals import refusal

TEXT = "\n".join(PARAGRAPHS)


def written(*rows: tuple[str, ...], separator: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue()


def test_a_row_is_a_report(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    heading = ("Province", "年份", "标题", "URL", "正文", "备注")
    rows = (
        ("贵州", "2093", "工作报告", "https://example.org/gz", TEXT, ""),
        ("", "", "", "", TEXT.replace("贵州", "山西"), "x"),
        ("Shaanxi", "2094", "", "", "发展区块链。", ""),
    )
    path.write_text(written(heading, *rows), encoding="utf-8-sig")
    first, second, third = read(path)
    assert (first.text, first.title, first.source) == (TEXT, "工作报告", "https://example.org/gz")
    assert (first.place, second.place, third.place) == (f"{path}:2", f"{path}:11", f"{path}:20")
    assert [identify(each) for each in (first, second, third)] == [
        Report("520000", 2093, identify(first).delivered),
        Report("140000", 2093, identify(second).delivered),
        Report("610000", 2094),
    ]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends_change_nothing(
    tmp_path: Path, separator: str, encoding: str, newline: str
) -> None:
    path = tmp_path / "reports.tsv"
    rows = written(("text", "year"), (TEXT, "2093"), separator=separator)
    path.write_bytes(rows.replace("\r\n", "\n").replace("\n", newline).encode(encoding))
    assert [(each.text, each.year) for each in read(path)] == [(TEXT, 2093)]


@given(st.lists(st.text("发展区块链，。\"';\t\n ab", min_size=1).filter(str.strip), min_size=1))
def test_whatever_is_written_is_read(texts: list[str]) -> None:
    rows = written(("content", "n"), *((text, "0") for text in texts))
    assert [each.text for each in table.documents(rows.encode(), Path("x.csv"))] == texts


def test_a_long_text_is_read() -> None:
    rows = written(("text",), ("发展区块链。" * 50_000,))
    assert [len(each.text) for each in table.documents(rows.encode(), Path("x.csv"))] == [300_000]


def test_the_table_goes_before_the_texts_words_unless_they_contradict_it() -> None:
    silent = next(
        table.documents(written(("text", "省份"), ("人工智能。", "贵州")).encode(), Path("a"))
    )
    with pytest.raises(InputError, match="of which year"):
        identify(silent)
    other = next(table.documents(written(("text", "省份"), (TEXT, "山西省")).encode(), Path("a")))
    with pytest.raises(InputError, match="listed as of 140000, but says that it is of 520000"):
        identify(other)
    assert identify(other, code="520000").code == "520000"


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        ("", "is empty", 0),
        ("text\n", "without rows", 0),
        ("text,year\n\n , \n", "without rows", 0),
        ("words,year\n正文一,2093\n", "no column of texts", 0),
        ("text,正文\na,b\n", "more than one column of the text: 'text' and '正文'", 0),
        ("text,year\n正文一,2093\n正文二\n", "has 1 cells, not 2", 3),
        ("text,year\n正文一，未完,2093,x\n", "has 3 cells, not 2", 2),
        ('text,year\n正文一,2093\n"正文二,2094\n第三行', "no row of a table begins here", 3),
        ("text,year\n正文一,soon\n", "'year' is no year", 2),
        ("text,year\n ,2093\n", "has no text", 2),
        ("text,url\n正文一,somewhere\n", "no web address", 2),
        ("text,省份\n正文一,贵洲省\n", "no province is called '贵洲省'", 2),
    ],
)
def test_a_bad_table_is_refused_by_its_line(
    tmp_path: Path, content: str, said: str, line: int
) -> None:
    path = tmp_path / "reports.csv"
    error = refusal(path, content.encode())
    assert said in error.problem
    assert error.place == (f"{path}:{line}" if line else str(path))


def test_another_kind_of_file_named_csv_is_refused(tmp_path: Path) -> None:
    for content, said in (
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04", "zip"),
        (b"\xd0\xcf\x11\xe0", "old"),
    ):
        assert said in refusal(tmp_path / "reports.csv", content).problem
