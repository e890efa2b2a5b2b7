"""What sources claim beside what the reports say."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import corpus, zipped
from graph.ingest import ingest
from graph.questions import ask, question
from graph.readers.corpus import PROVINCES
from graph.releases import Home
from made import report, write

NAMING, SILENT = "发展区块链，再谈区块链。", "今年修路。"


def outcomes(home: Home, **values: str) -> dict[str, tuple[str, str | None]]:
    rows = ask(home.require().store, question("compare-claims"), values)
    return {
        row["provinceLabel"].value: (
            row["outcome"].value,
            row["mentions"].value if row["mentions"] else None,
        )
        for row in rows
    }


def test_without_texts_all_is_unknown_but_the_conflict(home: Home) -> None:
    found = outcomes(home)
    assert len(found) == 31
    assert found.pop("Shaanxi") == ("conflict", None)
    assert set(found.values()) == {("unknown", None)}


def test_all_outcomes_stand_side_by_side(small: Home, tmp_path: Path) -> None:
    for number, (province, sentence) in enumerate(
        {
            "北京市": NAMING,
            "山西省": SILENT,
            "陕西省": NAMING,
            "河南省": NAMING,
            "浙江省": SILENT,
        }.items()
    ):
        write(tmp_path / "in", f"{number}.txt", report(province, 2020, sentence))
    assert ingest(small, [tmp_path / "in"]).problems == ()
    found = outcomes(small, year="2020", theme="区块链")
    assert found["Beijing"] == ("claimed-and-found", "2")
    assert found["Shanxi"] == ("claimed-and-silent", "0")
    assert found["Shaanxi"] == ("conflict", "2")
    assert found["Henan"] == ("found-and-unclaimed", "2")
    assert found["Zhejiang"] == ("unclaimed-and-silent", "0")
    assert found["Hebei"] == ("unknown", None)


def test_a_year_without_claims_shows_what_the_texts_say(home: Home) -> None:
    found = outcomes(home, year="2026", theme="blockchain")
    named = {name: count for name, (_, count) in found.items() if count != "0"}
    assert list(named.values()) == ["1"]


@pytest.mark.slow
def test_the_published_corpus_is_compared_whole(home: Home, tmp_path: Path) -> None:
    silent = {"140000", "330000"}
    texts = [
        (
            f"{year}P{number:02}.txt",
            f"政府工作报告\n各位代表：\n{year}年，{SILENT if code in silent else NAMING}\n{code}\n",
        )
        for year in (2019, 2020, 2021)
        for number, code in enumerate(PROVINCES, 1)
        if (year, code) != (2020, "130000")
    ]
    path = tmp_path / "s001.zip"
    path.write_bytes(zipped({"compessed gov report.xz": corpus(texts)}))
    outcome = ingest(home, [path])
    assert (len(outcome.taken), outcome.problems) == (92, ())
    found = outcomes(home, year="2020", theme="blockchain")
    assert found["Beijing"] == ("claimed-and-found", "2")
    assert found["Shanxi"] == ("claimed-and-silent", "0")
    assert found["Shaanxi"] == ("conflict", "2")
    assert found["Henan"] == ("found-and-unclaimed", "2")
    assert found["Zhejiang"] == ("unclaimed-and-silent", "0")
    assert found["Hebei"] == ("unknown", None)
