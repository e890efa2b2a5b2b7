"""What is shipped of texts that are not."""

from __future__ import annotations

import re
import time
from pathlib import Path

from graph.describe import Run
from graph.extract import extract
from graph.identify import Report
from graph.lexicon import load
from graph.questions import ask, question
from graph.releases import Home
from graph.standoff import FILE, read, record, shipped, write
from graph.texts import HeldText, KnownText
from ontology import names
from tools.make_extracted import MADE, make

TEXT = "一、工作安排\n发展区块链，支持5G。发展区块链！\n"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    text, run = HeldText(TEXT), Run("lianghui 9.9.9", MADE)
    found = extract(TEXT, load())
    path = tmp_path / "x.jsonl"
    write(path, run, load().version, [record(Report("110000", 2093), text, found, page="x:y")])
    (each,) = read(path)
    assert (each.report, each.run, each.page) == (Report("110000", 2093), run, "x:y")
    assert each.text == KnownText(
        text.sha256, len(TEXT), {(9, 12): "区块链", (15, 17): "5G", (20, 23): "区块链"}
    )
    assert [(p.start, p.end, p.section_role) for p in each.extraction.passages] == [
        (p.start, p.end, p.section_role) for p in found.passages
    ]
    assert len(each.extraction.mentions) == len(found.mentions) == 3


def test_it_covers_the_reports_and_holds_no_sentence() -> None:
    years = set(range(2025, 2027))
    provincial = [each for each in shipped() if each.report.code != "000000"]
    assert len(provincial) == 62
    assert {each.report.year for each in provincial} == years
    national = [each.report.year for each in shipped() if each.report.code == "000000"]
    assert (min(national), max(national)) == (1954, 2025)
    assert FILE.stat().st_size < 2_000_000
    longest = max(re.findall(r"[\u4e00-\u9fff，、“”]+", FILE.read_text("utf-8")), key=len)
    assert len(longest) < 12


def test_it_is_current(shared: Path, tmp_path: Path) -> None:
    make(shared / "corpus", tmp_path / "made.jsonl")
    assert (tmp_path / "made.jsonl").read_bytes() == FILE.read_bytes()


def test_a_new_user_sees_who_says_what_in_which_direction_and_where(home: Home) -> None:
    store = home.require().store
    started = time.process_time()
    rows = list(ask(store, question("statements"), {}))
    assert time.process_time() - started < 1
    assert len({row["province"] for row in rows}) == 31
    assert sum(row["direction"] is not None for row in rows) > 200
    assert all(int(row["start"].value) < int(row["end"].value) for row in rows)
    (one,) = {row["province"] for row in ask(store, question("statements"), {"province": "贵州"})}
    assert one == names.province("520000")
