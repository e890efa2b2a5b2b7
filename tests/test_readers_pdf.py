"""The text layer of PDFs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from forms import FONT, PARAGRAPHS, pdf, picture, scan
from graph.errors import InputError
from graph.identify import identify
from graph.read import Document, read
from graph.readers import pdf as reader
from graph.readers.furniture import is_page_number
from graph.readers.paragraphs import Line, paragraphs
from refusals import refusal

TEXT = "\n".join(PARAGRAPHS)


def document(content: bytes) -> Document:
    (found,) = reader.documents(content, Path("report.pdf"))
    return found


def drawn(*pages: list[tuple[float, float, float, str]]) -> bytes:
    """A PDF with these words at (from left, from bottom, size)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for words in pages:
        for left, bottom, size, text in words:
            canvas.setFont(FONT, size)
            canvas.drawString(left, bottom, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_paragraphs_are_whole_again(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(PARAGRAPHS, rows=6))
    (found,) = read(path)
    assert found.text == TEXT
    assert (found.language, found.container, identify(found).code) == ("zh", "pdf", "520000")


@settings(max_examples=12, deadline=None)
@given(
    width=st.integers(16, 40),
    size=st.sampled_from([10.5, 12, 16]),
    rows=st.integers(4, 12),
    indent=st.sampled_from([2, 2, 0]),
)
def test_lines_and_pages_change_nothing_that_is_said(
    width: int, size: float, rows: int, indent: int
) -> None:
    """Without indents a paragraph whose last line is full cannot be told from its next one."""
    found = document(
        pdf(PARAGRAPHS, width=width, size=size, rows=rows, indent=indent, header="")
    ).text
    if indent:
        assert found == TEXT
    else:
        assert found.replace("\n", "") == TEXT.replace("\n", "")
        assert all(part in found for line in PARAGRAPHS for part in line.split("。"))


def test_page_headers_and_numbers_are_left_out() -> None:
    text = document(pdf(PARAGRAPHS * 4, rows=8, header="内部资料 2093年第3期")).text
    assert text == "\n".join(PARAGRAPHS * 4)


def test_a_heading_is_told_by_its_size_and_a_paragraph_by_its_distance() -> None:
    paragraph = (
        "发展人工智能产业，建设三座算力中心，惠及全省百姓和企业，",
        "让数据多跑路，让群众少跑腿，再把网络铺到最远的山村里去，",
        "改造城市管网。建设智慧城市，优化公共服务，方便企业投资。",
    )
    heights = (660, 640, 620, 580, 560, 540)
    words = [(72, 700, 20, "做强数字经济做优民生福祉做美生态环境")]
    words += [(72, at, 12, line) for at, line in zip(heights, paragraph * 2, strict=True)]
    text = document(drawn(words)).text
    assert text.split("\n") == [words[0][3], "".join(paragraph), "".join(paragraph)]


def test_bold_type_printed_twice_counts_once() -> None:
    words = [
        (72, 700, 14, "发展区块链产业"),
        (72.5, 700, 14, "发展区块链产业"),
        (72, 670, 14, "人人参与。"),
    ]
    assert document(drawn(words)).text.replace("\n", "") == "发展区块链产业人人参与。"


def test_radicals_become_the_usual_characters() -> None:
    made = [
        {**CHAR, "text": sign, "x0": x, "x1": x + 14}
        for x, sign in zip(range(0, 56, 14), "⼈⼯智能", strict=True)
    ]
    (line,) = reader._lines(made, 1)
    assert line.text == "人工智能"


CHAR = {"top": 10.0, "bottom": 24.0, "size": 14.0, "upright": True}


def test_english_keeps_spaces_and_loses_hyphens() -> None:
    texts = ("We will build a block-", "chain park and an AI lab in 2093", "and 30 schools.")
    lines = [Line(text, 1, 72, 400 - at, 100 + 20 * at, 12) for at, text in enumerate(texts)]
    assert list(paragraphs(lines)) == [
        "We will build a blockchain park and an AI lab in 2093 and 30 schools."
    ]


def test_words_broken_among_chinese_ones_are_joined() -> None:
    texts = ("全省建成5", "G基站，增长4.", "5%，推广A", "I应用。")
    lines = [Line(text, 1, 72, 400, 100 + 20 * at, 12) for at, text in enumerate(texts)]
    assert list(paragraphs(lines)) == ["全省建成5G基站，增长4.5%，推广AI应用。"]


@pytest.mark.parametrize(
    "line", ["12", "- 3 -", "— 12 —", "第3页", "第 3 页 共 20 页", "3/20", "Page 3 of 9"]
)
def test_page_numbers_are_told(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["2093年", "3.5%", "第三页", "1、建设园区", "12 13 14"])
def test_other_figures_are_no_page_numbers(line: str) -> None:
    assert not is_page_number(line)


def test_a_scan_is_refused_by_name(tmp_path: Path) -> None:
    error = refusal(tmp_path / "report.pdf", scan())
    assert (error.problem, error.remedy) == ("is a scan without text", "run OCR first")


def test_scanned_pages_among_others_are_refused_and_a_cover_is_not(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for scanned, fails in (((1,), False), ((2,), True), ((3,), False)):
        buffer = io.BytesIO()
        canvas = Canvas(buffer)
        for number in (1, 2, 3):
            canvas.setFont(FONT, 14)
            if number in scanned:
                canvas.drawImage(picture(), 0, 0, 500, 700)
            else:
                canvas.drawString(72, 700, "一二三"[number - 1] + "是发展区块链。")
            canvas.showPage()
        canvas.save()
        if fails:
            error = refusal(tmp_path / "report.pdf", buffer.getvalue())
            assert error.problem == "has scanned pages without text (2)"
        else:
            assert "发展区块链。" in document(buffer.getvalue()).text


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path / "report.pdf", pdf(PARAGRAPHS, password="secret"))
    assert (error.problem, error.remedy) == ("is encrypted", "save it without its password")


def test_fonts_that_tell_no_characters_are_refused(tmp_path: Path) -> None:
    content = pdf(PARAGRAPHS).replace(b"UniGB-UCS2-H", b"Identity-H  ")
    content = content.replace(b"(GB1)", b"(XY1)")
    assert "fonts do not tell" in refusal(tmp_path / "report.pdf", content).problem


WHOLE = pdf(PARAGRAPHS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n", "damaged or cut-off PDF"),
        (WHOLE[: len(WHOLE) // 2], "PDF"),
        (drawn([]), "without text"),
        ("发展区块链。".encode(), "is not a PDF, as its name says"),
        (b"PK\x03\x04", "is a zip or xz archive, not a PDF"),
    ],
)
def test_a_bad_pdf_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(tmp_path / "report.pdf", content).problem


def test_a_pdf_named_text_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path / "report.txt", WHOLE)
    assert (error.problem, error.remedy) == (
        "is a PDF, not text as its name says",
        "name it report.pdf",
    )


def test_no_byte_that_is_spoilt_brings_another_error() -> None:
    refused = 0
    for place in range(0, len(WHOLE), len(WHOLE) // 60):
        spoilt = bytearray(WHOLE)
        spoilt[place] ^= 0x55
        try:
            list(reader.documents(bytes(spoilt), Path("report.pdf")))
        except InputError as error:
            refused += 1
            assert "\n" not in str(error)  # noqa: PT017
    assert refused
