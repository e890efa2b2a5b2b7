"""The published corpus: 31 provinces in an xz file, in a zip."""

from __future__ import annotations

import lzma
import time
import tracemalloc
from pathlib import Path

import pytest

from forms import corpus, zipped
from graph.errors import InputError
from graph.identify import Report, identify, remarks
from graph.provinces import code, provinces
from graph.read import read
from graph.readers.corpus import PROVINCES
from made import taken_in
from refusals import refusal

NAMES = (
    *("北京", "天津", "河北", "山东", "江苏", "上海", "浙江", "福建", "广东", "海南", "山西"),
    *("河南", "安徽", "湖北", "湖南", "江西", "黑龙江", "吉林", "辽宁", "内蒙古", "宁夏", "陕西"),
    *("甘肃", "四川", "重庆", "贵州", "广西", "云南", "青海", "新疆", "西藏"),
)
"""In the order of the corpus's numbers."""
MEMBER = "compessed gov report.xz"
YEARS = (2090, 2091, 2092)


def report(name: str, year: int) -> str:
    """A text that tells whose it is only every other time, as texts do."""
    told = f"{year}年{name}政府工作报告\n" if year % 2 else "政府工作报告\n"
    return f"{told}各位代表：\n{name}在{year}年发展区块链，𠮷祥如意。\n"


TEXTS = [
    (f"{year}P{number:02}.txt", report(name, year))
    for year in YEARS
    for number, name in enumerate(NAMES, 1)
]


def test_the_numbers_stand_for_the_provinces() -> None:
    assert [code(name) for name in NAMES] == list(PROVINCES)
    others = {each.code for each in provinces()} - set(PROVINCES)
    assert others == {"710000", "810000", "820000"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "names", [(MEMBER,), (f"S1/{MEMBER}", "S1/readme.md", f"__MACOSX/S1/._{MEMBER}")]
)
def test_all_texts_are_read_with_their_province_and_year(
    tmp_path: Path, names: tuple[str, ...], newline: str
) -> None:
    path = tmp_path / "s001.zip"
    path.write_bytes(zipped(dict.fromkeys(names, corpus(TEXTS, newline=newline))))
    found = list(read(path))
    assert [each.text for each in found] == [text for _, text in TEXTS]
    assert [each.place for each in found] == [f"{path}:{name}" for name, _ in TEXTS]
    assert [identify(each) for each in found] == [
        Report(code(name), year) for year in YEARS for name in NAMES
    ]
    assert {(each.container, each.language, each.source) for each in found} == {
        ("corpus", "zh", None)
    }


def test_the_xz_is_read_by_itself_and_taken_in_whole(tmp_path: Path) -> None:
    path = tmp_path / MEMBER
    path.write_bytes(corpus(TEXTS))
    intake = taken_in([path])
    assert (len(intake.candidates), intake.skipped, intake.problems) == (93, [], [])
    assert len({(each.report.code, each.report.year) for each in intake.candidates}) == 93


def test_offsets_may_count_from_the_files_beginning_and_texts_stand_in_any_order(
    tmp_path: Path,
) -> None:
    texts = TEXTS[:9]
    length = len("2090P01.txt,,\n") * 9 + len("\n")
    for digits in range(40, 80):
        packed = corpus(texts, origin=length + digits)
        if lzma.decompress(packed).decode().index("\n\n") + 2 == length + digits:
            break
    else:
        pytest.fail("no such index")
    (tmp_path / "a.xz").write_bytes(packed)
    assert [each.text for each in read(tmp_path / "a.xz")] == [text for _, text in texts]
    index, whole = lzma.decompress(corpus(texts)).decode().split("\n\n", 1)
    shuffled = "\n".join(reversed(index.split("\n")))
    (tmp_path / "b.xz").write_bytes(lzma.compress(f"{shuffled}\n\n{whole}".encode()))
    assert [each.text for each in read(tmp_path / "b.xz")] == [text for _, text in texts]


def test_line_ends_may_count_twice(tmp_path: Path) -> None:
    texts = [(name, text.replace("\n", "\r\n")) for name, text in TEXTS[:3]]
    (tmp_path / "a.xz").write_bytes(corpus(texts))
    assert [each.text for each in read(tmp_path / "a.xz")] == [text for _, text in TEXTS[:3]]


def test_a_text_of_another_province_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    texts = [("2091P01.txt", report("山西", 2091)), *TEXTS[1:4]]
    path = tmp_path / "a.xz"
    path.write_bytes(corpus(texts))
    intake = taken_in([path])
    (problem,) = intake.problems
    assert str(problem).startswith(f"{path}:2091P01.txt: is listed as of 110000, but says")
    assert len(intake.candidates) == 3


def test_a_listed_year_goes_before_that_of_the_title_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xz"
    path.write_bytes(corpus([("2092P01.txt", report("北京", 2091))]))
    (found,) = read(path)
    assert identify(found) == Report("110000", 2092)
    said = f"{path}:2092P01.txt: says 2091 of itself; 2092 is kept as listed"
    assert remarks(found, identify(found)) == (said,)
    assert taken_in([path]).candidates[0].notes == (said,)
    assert remarks(found, identify(found, year=2091)) == ()


def packed(whole: str) -> bytes:
    return lzma.compress(whole.encode())


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ("", "no index"),
        ("\n\n正文", "no index"),
        ("这里没有目录。", "no line of the index"),
        ("2090P01.txt,0,2", "ends at 2, but the texts at 0"),
        ("2090P01.txt,0,9\n\n正文", "ends at 9, but the texts at 2"),
        ("2090P01.txt,0,1\n\n正文", "go on after the last one ends, at 1"),
        ("2090P01.txt,0,2\n2090P02.txt,1,3\n\n正文一", "begins at 1, before"),
        ("2090P01.txt,0,1\n2090P02.txt,2,3\n\n正文一", "words from 1 to 2 are in no text"),
        ("2090P01.txt,0,1\n2090P01.txt,1,2\n\n正文", "stands there twice"),
        ("2090P01.txt,0,1\n2090P1.txt,1,2\n\n正文", "stands there twice"),
        ("2090P32.txt,0,2\n\n正文", "no province 32"),
        ("2090P00.txt,0,2\n\n正文", "no province 0"),
        ("2090P01.txt,2,0\n\n正文", "is no text"),
        ("2090P01.txt,0,2\n\n \n", "holds no text"),
        ("2090P01.txt,0,99999999999\n\n正文", "is no text"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(tmp_path: Path, whole: str, said: str) -> None:
    assert said in refusal(tmp_path / "a.zip", zipped({MEMBER: packed(whole)})).problem


WHOLE = corpus(TEXTS)
ZIP = zipped({MEMBER: WHOLE})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (ZIP[: len(ZIP) // 2], "damaged or cut-off zip archive"),
        (zipped({MEMBER: WHOLE[: len(WHOLE) // 2]}), "damaged or cut-off xz file"),
        (zipped({MEMBER: b"\xfd7zXZ\x00" + bytes(90)}), "damaged or cut-off xz file"),
        (zipped({MEMBER: "没有压缩。".encode()}), "damaged or cut-off xz file"),
        (zipped({MEMBER: lzma.compress("2090P01.txt,0,2\n\n正文".encode("gb18030"))}), "xz file"),
        (zipped({"a.txt": b"x"}), "holds no .xz"),
        (zipped({"a.xz": WHOLE, "b.xz": WHOLE}), "holds 2 .xz"),
        ("正文".encode(), "is not a zip or xz archive, as its name says"),
    ],
)
def test_a_bad_archive_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(tmp_path / "a.zip", content).problem


def test_an_archive_named_text_is_refused(tmp_path: Path) -> None:
    assert "is a zip or xz archive" in refusal(tmp_path / "a.txt", ZIP).problem


def test_bombs_are_refused_without_being_unpacked(tmp_path: Path) -> None:
    zeros = lzma.compress(bytes(200 * 2**20), preset=0)
    index = lzma.compress(b"2090P01.txt,0,2\n\n" + b"x" * (100 * 2**20), preset=0)
    tracemalloc.start()
    began = time.perf_counter()
    for content in (
        zipped({MEMBER: zeros}),
        zipped({MEMBER: index}),
        zipped({"a.xz": bytes(70 * 2**20)}),
    ):
        refusal(tmp_path / "a.zip", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 90 * 2**20
    assert time.perf_counter() - began < 10


def test_more_memory_than_an_xz_needs_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]
    content = lzma.compress("2090P01.txt,0,2\n\n正文".encode(), filters=filters)
    assert "Memory usage limit" in refusal(tmp_path / "a.xz", content).problem


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    content = bytearray(ZIP)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    assert refusal(tmp_path / "a.zip", bytes(content)).problem == "is encrypted"


def test_no_byte_that_is_spoilt_brings_another_error(tmp_path: Path) -> None:
    path, refused = tmp_path / "a.zip", 0
    for place in range(0, len(ZIP), max(1, len(ZIP) // 60)):
        spoilt = bytearray(ZIP)
        spoilt[place] ^= 0x55
        path.write_bytes(spoilt)
        try:
            list(read(path))
        except InputError as error:
            refused += 1
            assert "\n" not in str(error)  # noqa: PT017
    assert refused
