"""Folders of mixed files, and what the form of a report may not change."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import LAYOUTS, PARAGRAPHS, corpus, docx, page, pdf, scan, zipped
from graph.extract import extract
from graph.identify import Report
from graph.intake import take_in
from graph.lexicon import load
from graph.read import others, paths, read
from graph.readers.shelf import Shelf
from graph.sentences import sentences
from made import taken_in

TEXT = "\n".join(PARAGRAPHS)


def facts(text: str) -> Counter[tuple[str, str]]:
    """Each passage with each of its themes, wherever it stands."""
    return Counter(
        (text[passage.start : passage.end], hit.theme)
        for passage in extract(text, load()).passages
        for hit in passage.mentions
    )


EXPECTED = facts(TEXT)


def of(province: str) -> tuple[str, ...]:
    return tuple(line.replace("贵州", province) for line in PARAGRAPHS)


def table(province: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("text",), ("\n".join(of(province)),)])
    return buffer.getvalue().encode("gb18030")


def record(province: str) -> bytes:
    return json.dumps({"content": "\n".join(of(province))}, ensure_ascii=False).encode()


FORMS = {
    "甘肃.txt": "\n".join(of("甘肃")).encode("utf-16"),
    "河北.html": page(LAYOUTS["wrapped"](of("河北")), "河北"),
    "河南/正文.DOCX": docx(of("河南")),
    "湖北.pdf": pdf(of("湖北"), rows=6),
    "湖南.csv": table("湖南"),
    "江西.jsonl": record("江西"),
    "S1.zip": zipped({"a.xz": corpus([("2093P11.txt", "\n".join(of("山西")))])}),
}
CODES = ("620000", "130000", "410000", "420000", "430000", "360000", "140000")


def folder_of(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_every_form_gives_the_same_text(tmp_path: Path) -> None:
    with Shelf() as texts:
        intake = take_in([folder_of(tmp_path, FORMS)], texts)
        said = {each.report.code: texts.text(each.key) for each in intake.candidates}
    assert (intake.problems, intake.skipped) == ([], [])
    assert {each.report.year for each in intake.candidates} == {2093}
    names = dict(zip(CODES, ("甘肃", "河北", "河南", "湖北", "湖南", "江西", "山西"), strict=True))
    assert said == {code: "\n".join(of(name)) for code, name in names.items()}


def test_other_files_are_left_and_said_and_bad_ones_leave_the_rest_alone(tmp_path: Path) -> None:
    bad = {
        "empty.pdf": b"",
        "scan.pdf": scan(),
        "cut.docx": docx(PARAGRAPHS)[:900],
        "table.csv": b"a,b\n1,2\n",
        "wrong.html": pdf(PARAGRAPHS),
        "other.zip": zipped({"a.txt": b"x"}),
        "half.txt": "发展".encode()[:-1],
    }
    left = {
        "notes.md": b"#",
        "photo.jpg": b"\xff\xd8",
        "a.xlsx": b"PK\x03\x04",
        "b.doc": b"\xd0\xcf",
    }
    hidden = {".DS_Store": b"x", "~$report.docx": b"x", ".git/a.txt": b"x"}
    folder = folder_of(tmp_path, FORMS | bad | left | hidden)
    intake = taken_in([folder])
    assert len(intake.candidates) == len(FORMS)
    assert [str(problem).split(":")[0] for problem in intake.problems] == [
        str(folder / name) for name in sorted(bad)
    ]
    assert intake.skipped == [
        f"{folder}: 4 of its files are of no kind that is read (a.xlsx, b.doc, notes.md, ...)"
    ]
    assert others(folder) == [folder / name for name in sorted(left)]
    assert not set(others(folder)) & set(paths([folder]))


def test_a_file_too_large_or_not_allowed_is_refused_in_every_form(tmp_path: Path) -> None:
    for suffix in (".pdf", ".docx", ".html", ".csv", ".zip"):
        path = tmp_path / f"large{suffix}"
        with path.open("wb") as file:
            file.truncate(65 * 2**20)
        (problem,) = taken_in([path]).problems
        assert "has 65 MiB, more than 64" in str(problem)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("forms"), FORMS)


def taken(files: list[Path]) -> set[tuple[Report, str]]:
    intake = taken_in(files)
    assert not intake.problems
    return {(each.report, each.key) for each in intake.candidates}


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(sorted(FORMS)))
def test_the_order_of_files_changes_nothing(folder: Path, order: list[str]) -> None:
    assert taken([folder / name for name in order]) == taken([folder])


@given(data=st.data())
def test_other_line_ends_and_paragraphs_change_no_fact(folder: Path, data: st.DataObject) -> None:
    """Sentences stay whole; what stands between two of them is drawn."""
    parts = [TEXT[start:end] for start, end in sentences(TEXT)]
    ends = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\n　　", " \n", ""])
    text = ""
    for part in parts:
        end = data.draw(ends)
        text += part + ("\n" if not end and part[-1] not in "。！？；" else end)
    path = folder / "贵州.text"
    path.write_bytes(text.encode())
    (document,) = read(path)
    assert facts(document.text) == EXPECTED


def test_the_facts_are_there() -> None:
    assert len(EXPECTED) > 6


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_changes_a_fact(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page(LAYOUTS[layout](PARAGRAPHS)))
    (document,) = read(path)
    assert facts(document.text) == EXPECTED
