"""Where a text names a theme."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.lexicon import Form, Lexicon, load
from graph.mention import Hit, find, fold
from graph.read import paths, read
from graph.readers.decode import decode

SIGNS = "大数据中心加5gG５Ww+＋ AＡi互联网"


def lexicon(*words: str) -> Lexicon:
    """One made of ``theme:word``, a false friend as ``theme!word``."""
    forms = []
    for word in words:
        mark = "!" if "!" in word else ":"
        theme, form = word.split(mark)
        forms.append(Form(theme, form, form, mark == "!"))
    return Lexicon.of(forms)


def found(text: str, words: Lexicon) -> list[str]:
    return [f"{hit.theme}:{text[hit.start : hit.end]}" for hit in find(text, words)]


TOY = lexicon(
    "d:大数据", "c:数据中心", "c:数据", "d!加大数据", "g:5G", "a:AI", "i:互联网+", "a:互联网+"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建大数据", ["d:大数据"]),
        ("加大数据汇聚", ["c:数据"]),
        ("大数据中心", ["d:大数据", "c:数据中心"]),
        ("加大数据，大数据", ["c:数据", "d:大数据"]),
        ("5G、５ｇ、5G+、45G、5GW、5Gbps", ["g:5G", "g:５ｇ", "g:5G"]),
        ("AI+ＡＩ，aim、大AI大", ["a:AI", "a:ＡＩ", "a:AI"]),
        ("互联网＋", ["a:互联网＋", "i:互联网＋"]),
        ("", []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert found(text, TOY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smart cities and BLOCKCHAIN", ["smart-city:Smart cities", "blockchain:BLOCKCHAIN"]),
        ("general generators; GENE", ["biotech:GENE"]),
        ("digital\u00a0currencies", ["fintech-digital-currency:digital\u00a0currencies"]),
        ("low\u2011altitude economy", ["aerospace-low-altitude:low\u2011altitude economy"]),
    ],
)
def test_english_is_matched_by_whole_words(text: str, expected: list[str]) -> None:
    assert found(text, load()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "加大数据汇聚",
        "扩大数据流通",
        "十大数据基地",
        "壮大数据产业",
        "装机5GWh",
        "工业互联网思维",
        "量子城市",
    ],
)
def test_the_false_friends_of_the_codebook_are_none(text: str) -> None:
    assert found(text, load()) == []


def test_internet_plus_inside_industrial_internet_is_none() -> None:
    assert found("工业互联网+AI", load()) == [
        "industrial-internet:工业互联网",
        "artificial-intelligence:AI",
    ]


@pytest.mark.parametrize("plus", ["+", " +", " ＋", "\u3000+"])
def test_internet_plus_may_have_a_blank_before_its_sign(plus: str) -> None:
    assert found(f"互联网{plus} 医疗", load()) == [f"internet-plus:互联网{plus}"]
    assert found(f"工业互联网{plus} 矿山", load()) == ["industrial-internet:工业互联网"]


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def naive(text: str, words: Lexicon) -> list[Hit]:
    """The rules of :func:`find` once more, as slowly and plainly as they can be said."""
    folded = fold(text)
    spans = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    hits, false = set(), []
    for form in words.forms:
        for start, end in (span for span in spans if folded[slice(*span)] == fold(form.word)):
            around = (folded[max(start - 1, 0) : start] + folded[start], folded[end - 1 : end + 1])
            inside_word = any(
                len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in around
            )
            if form.false:
                false.append((start, end, form.theme))
            elif not inside_word:
                hits.add(Hit(start, end, form.theme, form.label))
    true = [
        hit
        for hit in hits
        if not any(s <= hit.start and hit.end <= e and t == hit.theme for s, e, t in false)
    ]
    return sorted(
        hit
        for hit in true
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and (other.start, other.end) != (hit.start, hit.end)
            for other in true
        )
    )


words = st.text(st.sampled_from("大数据5gA+"), min_size=1, max_size=4)
forms = st.builds(
    lambda t, w, f: Form(t, fold(w), fold(w), f), st.sampled_from("xyz"), words, st.booleans()
)


@given(st.lists(forms, max_size=8).map(Lexicon.of), st.text(st.sampled_from(SIGNS), max_size=24))
def test_find_agrees_with_a_naive_search(lexicon: Lexicon, text: str) -> None:
    assert find(text, lexicon) == naive(text, lexicon)


def test_every_mention_in_the_real_reports_gives_back_its_term(shared: Path) -> None:
    files = paths([shared / "corpus" / "provincial"])
    assert len(files) == 62
    blockchain: dict[str, list[int]] = {"2025": [], "2026": []}
    for path in files:
        (document,) = read(path)
        hits = find(document.text, load())
        assert hits == sorted(hits)
        for hit in hits:
            assert fold(document.text[hit.start : hit.end]) in (
                fold(form.word) for form in load().forms if form.label == hit.form
            )
        own = [hit for hit in hits if hit.theme == "blockchain"]
        assert len(own) == document.text.count("区块链")
        blockchain[path.parent.name].append(len(own))
    assert [sum(counts) for counts in blockchain.values()] == [6, 1]
    assert [sum(map(bool, counts)) for counts in blockchain.values()] == [5, 1]


def test_no_national_report_from_2014_to_2025_names_blockchain(shared: Path) -> None:
    path = shared / "corpus" / "national" / "state_council_1954_2025.jsonl"
    recent = [each for each in read(path) if each.year and 2014 <= each.year <= 2025]
    assert len(recent) == 11
    named = [hit for each in recent for hit in find(each.text, load()) if hit.theme == "blockchain"]
    assert named == []


def test_every_mention_of_the_gold_file_is_found(shared: Path) -> None:
    items = json.loads((shared / "gold" / "gold_2025.json").read_text("utf-8"))
    terms = 0
    for item in items:
        hits = find(item["sentence"], load())
        theme = item["theme"].replace("_", "-")
        own = {item["sentence"][hit.start : hit.end] for hit in hits if hit.theme == theme}
        if item["mention"] == "yes":
            assert item["term"] in own, item["id"]
            terms += 1
    assert terms == 312


def test_finding_keeps_its_speed(shared: Path) -> None:
    files = sorted((shared / "corpus" / "provincial").glob("*/*.txt"))
    texts = [decode(path.read_bytes(), path) for path in files]
    assert texts
    find("", load())
    seconds = []
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            find(text, load())
        seconds.append(time.process_time() - began)
    size = sum(len(text.encode()) for text in texts) / 1e6
    assert size / min(seconds) > 10, "MB/s; 45 were measured"
