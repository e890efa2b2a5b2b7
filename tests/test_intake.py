"""What a set of paths comes to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from made import report, taken_in, write

NOBODY = 65534


@contextmanager
def without_privileges() -> Iterator[None]:
    """Run as nobody where the tests run as root, who may read everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_file_without_permission_leaves_the_others_alone(open_folder: Path) -> None:
    write(open_folder, "a.txt", report("北京市", 2093, "发展区块链。")).chmod(0o000)
    write(open_folder, "b.txt", report("山西省", 2093, "发展区块链。")).chmod(0o644)
    with without_privileges():
        found = taken_in([open_folder])
    assert [each.report.code for each in found.candidates] == ["140000"]
    (problem,) = found.problems
    assert "a.txt" in str(problem)
    assert "permission" in str(problem).lower()


def test_a_path_that_is_not_there_leaves_the_others_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "b.txt", report("山西省", 2093, "发展区块链。"))
    found = taken_in([tmp_path / "none", path])
    assert len(found.candidates) == len(found.problems) == 1


def test_options_override_what_a_text_says(tmp_path: Path) -> None:
    path = write(tmp_path, "b.txt", report("山西省", 2093, "发展区块链。"))
    (found,) = taken_in([path], code="610000", year=2094).candidates
    assert (found.report.code, found.report.year) == ("610000", 2094)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, f"{number}.txt", report(province, 2093, "发展区块链。"))
        for number, province in enumerate(("山西省", "北京市", "陕西省"))
    ]
    one = {each.key: each.report for each in taken_in(paths).candidates}
    other = {each.key: each.report for each in taken_in(reversed(paths)).candidates}
    assert one == other
    assert len(one) == 3


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("推进物联\n网应用。", "1 word is broken by line ends or blanks and not read (物联网)"),
        ("建设区 块 链平台。", "1 word is broken by line ends or blanks and not read (区块链)"),
        ("建設區 塊鏈平台。", "(区块链)"),
        ("建设区 块链、物联　网和人工\n  智能，用人工\n智能。", "4 words are broken"),
    ],
)
def test_words_that_are_broken_are_told_of(tmp_path: Path, sentence: str, said: str) -> None:
    path = write(tmp_path, "a.txt", report("山西省", 2093, sentence))
    ((note,),) = (each.notes for each in taken_in([path]).candidates)
    assert note.startswith(f"{path}: ")
    assert said in note
    assert note.endswith("rejoin what is one word (not two cells or items), and ingest again")


@pytest.mark.parametrize(
    "sentence",
    [
        "发展区块链\n物联网\n人工智能。",
        "发展区块链 技术和 物联网。",
        "发展 区块链。\n大力发展。",
        "名录：\n新能源\n汽车\n乐器",
        "类别 新能源 汽车 电池",
    ],
)
def test_words_between_which_a_line_ends_are_not_broken(tmp_path: Path, sentence: str) -> None:
    path = write(tmp_path, "a.txt", report("山西省", 2093, sentence))
    assert [each.notes for each in taken_in([path]).candidates] == [()]


def test_no_word_of_the_real_reports_is_broken(shared: Path) -> None:
    found = taken_in([shared / "corpus" / "provincial", shared / "corpus" / "national"])
    assert found.candidates
    assert not [note for each in found.candidates for note in each.notes if "broken" in note]
