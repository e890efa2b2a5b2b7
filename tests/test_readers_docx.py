"""Paragraphs and tables of DOCX files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as Package
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from forms import PARAGRAPHS, docx, saved, zipped
from graph.identify import identify
from graph.read import read
from refusals import refusal

TEXT = "\n".join(PARAGRAPHS)
W = nsdecls("w")


def text_of(folder: Path, content: bytes) -> str:
    path = folder / "report.docx"
    path.write_bytes(content)
    (found,) = read(path)
    assert found.container == "docx"
    return found.text


def with_body(*inner: str) -> bytes:
    """A document of these pieces of WordprocessingML, each a block of the body."""
    package = Package()
    for piece in inner:
        block = parse_xml(piece.replace(">", f" {W}>", 1))
        package.element.body.insert_element_before(block, "w:sectPr")
    return saved(package)


def test_paragraphs_are_lines(tmp_path: Path) -> None:
    assert text_of(tmp_path, docx(PARAGRAPHS)) == TEXT
    (found,) = read(tmp_path / "report.docx")
    assert (found.language, found.title, identify(found).code) == ("zh", None, "520000")


def test_tables_stand_where_they_are_and_a_merged_cell_once(tmp_path: Path) -> None:
    package = Package()
    package.add_paragraph("表前。")
    table = package.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 0).text, table.cell(1, 1).text = "甲", "乙\n丙"
    package.add_paragraph("表后。")
    assert text_of(tmp_path, saved(package)).split("\n") == [
        "表前。",
        "合并",
        "甲",
        "乙",
        "丙",
        "表后。",
    ]


def test_page_headers_and_furniture_are_left_out(tmp_path: Path) -> None:
    package = Package()
    package.sections[0].header.paragraphs[0].text = "页眉"
    package.sections[0].footer.paragraphs[0].text = "页脚"
    for line in ("打印", "【字体：大 中 小】", "", "　　发展人工智能。", "分享到："):
        package.add_paragraph(line)
    assert text_of(tmp_path, saved(package)) == "发展人工智能。"


def test_the_table_of_contents_is_left_out(tmp_path: Path) -> None:
    package = Package()
    package.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    package.add_paragraph("一、发展区块链 3", style="toc 1")
    package.add_paragraph("一、发展区块链")
    assert text_of(tmp_path, saved(package)) == "一、发展区块链"


@pytest.mark.parametrize(
    "inner",
    [
        "<w:p><w:r><w:t>发展</w:t></w:r><w:ins><w:r><w:t>区块链</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>元宇宙</w:delText></w:r></w:del></w:p>",
        "<w:p><w:hyperlink><w:r><w:t>发展区块</w:t></w:r></w:hyperlink><w:r><w:t>链</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>发展区块链</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>发展区块链</w:t></w:r></w:p>",
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>发展区块链</w:t></w:r></w:p>",
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>fā</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>发</w:t></w:r>"
        "</w:rubyBase></w:ruby><w:t>展区块链</w:t></w:r></w:p>",
        "<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>发展区块链</w:t></w:r></w:p>",
    ],
    ids=["tracked", "link", "control", "tabs", "field", "ruby", "moved"],
)
def test_words_are_those_that_word_shows(tmp_path: Path, inner: str) -> None:
    assert text_of(tmp_path, with_body(inner)) == "发展区块链"


def test_a_line_break_is_one(tmp_path: Path) -> None:
    inner = "<w:p><w:r><w:t>甲。</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙。</w:t></w:r></w:p>"
    assert text_of(tmp_path, with_body(inner)) == "甲。\n乙\t丙。"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里。</w:t></w:r></w:p></w:txbxContent>"
    inner = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        f"<w:t>框外。</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert (
        text_of(tmp_path, with_body(inner.replace("<w:p xmlns", "<w:p  xmlns"))) == "框外。\n框里。"
    )


WHOLE = docx(PARAGRAPHS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (WHOLE[: len(WHOLE) // 2], "damaged or cut-off DOCX"),
        (WHOLE[:-30], "damaged or cut-off DOCX"),
        (zipped({"word/document.xml": b"<w:document>"}), "damaged or cut-off DOCX"),
        (docx(["打印", ""]), "without text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"),
        ("发展区块链。".encode(), "is not a DOCX, as its name says"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "is a zip or xz archive, not a DOCX"),
    ],
)
def test_a_bad_docx_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(tmp_path / "report.docx", content).problem


def test_a_docx_named_text_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "report.txt", WHOLE).problem.startswith("is a DOCX, not text")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(WHOLE)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bytes(40 * 2**20))
    assert len(buffer.getvalue()) < 200_000
    assert "unpacks to more than" in refusal(tmp_path / "report.docx", buffer.getvalue()).problem


def test_no_byte_that_is_spoilt_brings_another_error(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    refused = 0
    for place in range(0, len(WHOLE), len(WHOLE) // 60):
        spoilt = bytearray(WHOLE)
        spoilt[place] ^= 0x55
        path.write_bytes(spoilt)
        try:
            list(read(path))
        except Exception as error:
            refused += 1
            assert type(error).__name__ == "InputError", error  # noqa: PT017
    assert refused
