"""Made-up reports, in words of our own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.intake import Intake, take_in
from graph.readers.shelf import Shelf

ASSEMBLY = {
    "北京市": "十七",
    "山西省": "十五",
    "河南省": "十五",
    "浙江省": "十五",
    "贵州省": "十六",
    "陕西省": "十五",
}


def report(province: str, year: int, *sentences: str) -> str:
    """A report's text: a title, a delivery line, and the sentences under a heading each."""
    lines = (
        f"{year}年{province}政府工作报告",
        f"——{year}年1月9日在{province}第{ASSEMBLY[province]}届人民代表大会第二次会议上",
        "各位代表：",
        f"一、{year}年工作安排",
        *sentences,
    )
    return "\n".join(lines) + "\n"


def write(folder: Path, name: str, text: str) -> Path:
    """The text in a file of that name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def taken_in(paths: Iterable[Path], *, code: str | None = None, year: int | None = None) -> Intake:
    """What the paths come to, once the words are gone."""
    with Shelf() as texts:
        return take_in(paths, texts, code=code, year=year)
