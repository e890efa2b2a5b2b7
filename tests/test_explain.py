"""Why a mention was judged as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError, NotFoundError
from graph.explain import Standing, explain
from graph.ingest import ingest
from graph.releases import Home
from graph.review import Verdict, review
from made import report, write
from ontology import names


def test_the_rules_that_speak_are_shown_with_their_words(small: Home, tmp_path: Path) -> None:
    sentence = "建设区块链产业园，打造示范基地。"
    text = report("北京市", 2093, sentence)
    key = ingest(small, [write(tmp_path, "a.txt", text)]).taken[0].text
    start = text.index("区块链")
    found = explain(small.require(), names.mention(key, start, start + 3, "blockchain").value)
    assert (found.term, found.sentence) == ("区块链", sentence)
    assert "industrial-parks" in found.directions
    spoken = [rule for rule in found.rules if rule.target == "direction/industrial-parks"]
    assert spoken
    assert all(text[rule.start : rule.end] == rule.words for rule in found.rules)
    assert (found.heading, found.role) == ("一、2093年工作安排", "plan")


def test_a_text_in_traditional_characters_is_judged_and_shown_as_it_is(
    small: Home, tmp_path: Path
) -> None:
    traditional, plain = "加強區塊鏈監管。", "加强区块链监管。"
    found = []
    for name, year, sentence in (("a.txt", 2093, traditional), ("b.txt", 2094, plain)):
        text = report("北京市", year, sentence).replace("工作安排", "重點工作")
        key = ingest(small, [write(tmp_path, name, text)]).taken[0].text
        start = text.index(sentence) + 2
        mention = names.mention(key, start, start + 3, "blockchain")
        found.append(explain(small.require(), mention.value))
    own, other = found
    assert (own.term, own.sentence, own.heading) == ("區塊鏈", traditional, "一、2093年重點工作")
    assert (own.directions, own.role) == (other.directions, other.role)
    assert "governance" in own.directions
    assert {rule.words for rule in own.rules} <= {"監管", "加強區塊鏈監管", "區塊鏈監管"}


def test_what_a_person_said_of_it_is_told(small: Home, tmp_path: Path) -> None:
    text = report("北京市", 2093, "建设区块链产业园。")
    key = ingest(small, [write(tmp_path, "a.txt", text)]).taken[0].text
    start = text.index("区块链")
    mention = names.mention(key, start, start + 3, "blockchain")
    assert explain(small.require(), f" {mention.value}\r\n").reviews == ()
    (resting,) = small.require().store.quads_for_pattern(None, names.LH.restsOn, mention)
    statement = str(resting.subject)[1:-1]
    review(small, Verdict(statement, "correct", "https://example.org/me", ("governance",)))
    said = explain(small.require(), mention.value).reviews
    assert said == (Standing(statement, "corrected", "https://example.org/me", ("governance",)),)


def test_what_is_not_there_cannot_be_explained(home: Home) -> None:
    with pytest.raises(InputError):
        explain(home.require(), "blockchain")
    for wrong in ("0123456789abcdef-1-2-block chain", f"0123456789abcdef-1-{'2' * 5000}-5g"):
        with pytest.raises(InputError, match="names no mention"):
            explain(home.require(), wrong)
    with pytest.raises(NotFoundError, match="no such mention"):
        explain(home.require(), "0123456789abcdef-1-2-blockchain")


def test_a_shipped_mention_asks_for_its_text(home: Home) -> None:
    release = home.require()
    quad = next(release.store.quads_for_pattern(None, names.LH.inPassage, None))
    with pytest.raises(NotFoundError, match="attach"):
        explain(release, str(getattr(quad.subject, "value", "")))
