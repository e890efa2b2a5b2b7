"""Made-up reports are like the real ones, and nobody's; and what is told of them is measured."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench.generate_reports import generate
from bench.ingest_workers import verdict
from bench.rehearsal.__main__ import RESULTS, rehearse
from bench.rehearsal.keys import SHARD, keys
from bench.rehearsal.page import WHOLE, page
from bench.rehearsal.texts import shapes, write
from bench.rehearsal.words import FILLERS
from graph import standoff
from graph.direct import judge
from graph.extract import extract
from graph.intake import take_in
from graph.lexicon import load
from graph.mention import find
from graph.provinces import provinces
from graph.readers.shelf import Shelf

HAN = re.compile("[\u4e00-\u9fff]{18,}")


def test_there_are_64_000_keys_and_the_codes_that_are_made_up_are_nobodys():
    found = list(keys(WHOLE))
    assert len({(each.place.code, each.year) for each in found}) == WHOLE
    real = {each.code for each in provinces()}
    for each in found:
        assert each.place.synthetic == (each.place.code not in real)
        assert each.place.synthetic == each.place.code.startswith("9")
    assert {each.place.level for each in found} == {"province", "prefecture", "county"}


def test_in_a_shard_each_stands_in_for_another_report_that_is_not_shipped():
    shipped = {(each.report.code, each.report.year) for each in standoff.shipped()}
    stand_ins = [(each.province.code, each.stands_in) for each in keys(SHARD)]
    assert len(set(stand_ins)) == SHARD
    assert not set(stand_ins) & shipped


def test_the_same_key_and_seed_give_the_same_text():
    one, other = islice(keys(2), 2)
    assert write(one) == write(one) != write(other)
    assert write(one, seed=1) != write(one)


def test_made_up_texts_have_the_lengths_and_the_mentions_of_real_ones():
    texts = [write(each) for each in keys(120)]
    real = shapes()
    length = sum(each.length for each in real) / len(real)
    assert sum(map(len, texts)) / len(texts) == pytest.approx(length, rel=0.15)
    named = Counter(hit.theme for text in texts for hit in find(text, load()))
    wanted = Counter(
        hit.theme
        for each in standoff.shipped()
        if each.report.code != "000000"
        for passage in each.extraction.passages
        for hit in passage.mentions
    )
    common = [theme for theme, number in wanted.items() if number > 100]
    assert common
    for theme in common:
        likely = wanted[theme] * len(texts) / len(real)
        assert named[theme] == pytest.approx(likely, rel=0.35), theme


def test_what_fills_a_text_names_no_theme():
    assert not find("。".join(FILLERS), load())


def test_sections_lists_and_directions_are_found_in_a_made_up_text():
    passages = [
        passage for each in keys(12) for passage in extract(write(each), load(), judge).passages
    ]
    assert {"plan", "review"} <= {each.section_role for each in passages}
    assert max(len(each.statements) for each in passages) > 3
    directions = {slug for each in passages for one in each.statements for slug in one.directions}
    assert len(directions) == 7


def test_a_made_up_report_is_taken_for_what_it_stands_in_for(tmp_path):
    (shard,) = generate(40, tmp_path / "made")
    with Shelf() as texts:
        found = take_in([shard], texts)
    assert (found.problems, found.skipped, len(found.candidates)) == ([], [], 40)
    assert {(each.report.code, each.report.year) for each in found.candidates} == {
        (each.province.code, each.stands_in) for each in keys(40)
    }
    assert all(each.notes == () for each in found.candidates)
    assert len((tmp_path / "made" / "keys.csv").read_text("utf-8").splitlines()) == 41


def test_no_sentence_of_a_real_report_is_in_a_made_up_one(shared: Path):
    paths = sorted((shared / "corpus" / "provincial").glob("*/*.txt"))
    assert len(paths) == 62
    corpus = "\n".join(path.read_text("utf-8-sig") for path in paths)
    runs = {run for each in keys(60) for run in HAN.findall(write(each))}
    assert not [run for run in runs if any(run[i : i + 18] in corpus for i in range(len(run) - 17))]


def test_the_page_tells_what_was_measured():
    assert RESULTS.with_suffix(".md").read_text("utf-8") == page(json.loads(RESULTS.read_text()))


@pytest.mark.parametrize(("others", "clock"), [(0.0, True), (1.0, False)])
def test_the_page_gives_a_ratio_by_the_clock_only_where_it_is_judged(others, clock):
    found = json.loads(RESULTS.read_text())
    sample = found["workers"]["sample"]
    sample |= {"ratio": 1.75, "verdict": verdict(1.75, others)}
    told = page(found)
    assert ("1.75 times" in told) is clock
    assert ("scaling.md" in told) is not clock


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_rehearsal_takes_every_step_and_goes_on_where_it_was_broken_off(tmp_path):
    told = []

    def save(found):
        told.append(page(found))
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(30, 120_000, tmp_path / "work", save)
    found = rehearse(30, 120_000, tmp_path / "work", save)
    assert found["extraction"]["00"]["quads"] > 10_000
    assert found["loads"]["reports"]["parts"] == 3
    small, large = (found["loads"][each]["triples"] for each in ("100000", "120000"))
    assert 100_000 < small < large
    asked = [found[f"questions of {each}"] for each in (100_000, 120_000)]
    for times in asked:
        assert sum(each is not None for each in times.values()) > 60
    assert len(told) == 6 + sum(map(len, asked))  # none measured twice
    assert told[-1] == page(found)
    with pytest.raises(SystemExit, match="--fresh"):
        rehearse(31, 120_000, tmp_path / "work", save)
