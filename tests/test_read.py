"""From paths and bytes to documents."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.read import LIMIT, others, paths, read
from graph.readers.decode import decode
from refusals import refusal

REPORTS = Path(__file__).parent / "data" / "reports"
TEXT = "2093年某省政府工作报告\n今年要发展区块链，增长５％以上。\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    (document,) = read(path)
    assert document.text == TEXT
    assert (document.language, document.container) == ("zh", "text")


def test_a_marked_big_endian_text_is_read() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "x") == TEXT


def test_only_line_ends_change() -> None:
    text = "  一\u3000\u00a0\u200b二\t５％ﾊ\n\n 三 "
    assert decode(text.replace("\n", "\r").encode(), "x") == text


@given(st.text(st.sampled_from("发展区块链，。；“”２0a \n\r\u3000"), min_size=1))
def test_decoding_undoes_encoding(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    if expected.strip():
        assert decode(text.encode(), "x") == expected


def test_english_is_told_from_chinese(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Report on the work of the government\nWe grow blockchain (区块链).\n")
    assert [document.language for document in read(path)] == ["en"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff \u3000\n".encode(), "no text"),
        (b"%PDF-1.7\n\xc4\xe5", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"{\\rtf1", "RTF"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (bytes(range(256)) * 4, "neither"),
        ("报告\0正文".encode(), "U+0000"),
        (b"\xff\xfea", "UTF-16-LE"),
        (TEXT.encode()[:-2], "damaged UTF-8 at byte"),
        (TEXT.encode().replace("，".encode(), b"\xa3\xac"), "damaged UTF-8 at byte"),
        ("報告".encode("big5") * 40 + b"\xff", "neither"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    assert said in refusal(path).problem


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    began = time.process_time()
    assert f"more than {LIMIT // 2**20}" in refusal(path).problem
    assert time.process_time() - began < 0.1


def test_a_file_at_the_limit_is_not_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT)
    assert "more than" not in refusal(path).problem


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "missing.txt").problem
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "no ordinary file" in refusal(pipe).problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "Permission denied" in refusal(path).problem


def test_json_lines_give_a_document_a_line() -> None:
    path = REPORTS / "state-council.jsonl"
    report, resolution = read(path)
    assert report.text == "各位代表：\n今年发展量子科技。"
    assert (report.title, report.year) == ("2093年国务院政府工作报告", 2093)
    assert (report.source, report.place) == ("https://example.org/2093", f"{path}:1")
    assert (resolution.year, resolution.source, resolution.place) == (None, None, f"{path}:3")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON"),
        ('{"title": "x"}', "no 'content'"),
        ('{"content": 5}', "'content' is no text"),
        ('{"content": "x", "year": "soon"}', "no year"),
        ('{"content": "x", "year": true}', "no year"),
        ('{"content": "x", "url": "not there"}', "no web address"),
        ('{"content": "\\ud800"}', "surrogate"),
    ],
)
def test_a_bad_line_is_named_and_its_file_not_half_read(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('{"content": "x"}\n' + line + "\n")
    error = refusal(path)
    assert error.place == f"{path}:2"
    assert said in error.problem


def test_json_lines_are_told_by_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "reports.txt"
    path.write_text('{ "content": "正文"}\n')
    assert [document.container for document in read(path)] == ["jsonl"]


def test_a_tmx_gives_a_text_a_language() -> None:
    zh, en = read(REPORTS / "pair.tmx")
    assert (zh.language, en.language) == ("zh", "en")
    assert zh.text.split("\n")[2:] == ["各位代表：", "多建智慧城市。"]
    assert en.text.startswith("WORK REPORT\nGiven to the Fortieth")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<tmx><body><tu>", "no well-formed"),
        ("<tmx/>", "no TMX"),
        ("plain text", "no well-formed"),
        ('<tmx><body><tu><tuv xml:lang="de"><seg>x</seg></tuv></tu></body></tmx>', "neither zh"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><tmx><body><tu/></body></tmx>', "EntitiesForbidden"),
    ],
)
def test_a_spoilt_tmx_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "pair.tmx"
    path.write_text(content)
    assert said in refusal(path).problem


def test_folders_are_walked_in_order_and_files_taken_once(tmp_path: Path) -> None:
    hidden = ("a/.hidden.txt", ".git/x.txt", "a/~$1.docx")
    for name in ("b/2.txt", "a/1.txt", "a/notes.md", "c.TMX", *hidden):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    notes = tmp_path / "a" / "notes.md"
    found = paths([notes, tmp_path, tmp_path / "a"])
    expected = ["a/notes.md", "a/1.txt", "b/2.txt", "c.TMX"]
    assert found == [tmp_path / name for name in expected]
    assert others(tmp_path) == [notes]


def test_a_folder_with_none_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no report"):
        paths([tmp_path])
    with pytest.raises(InputError, match="is not there"):
        paths([tmp_path / "missing"])


def test_all_real_files_are_read(shared: Path) -> None:
    documents = [document for path in paths([shared / "corpus"]) for document in read(path)]
    containers = [document.container for document in documents]
    assert [containers.count(kind) for kind in ("text", "jsonl", "tmx")] == [63, 72, 16]
    assert [d.language for d in documents if d.container == "text"].count("en") == 1
