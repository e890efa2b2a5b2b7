"""A person's verdict on a statement."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.errors import InputError, NotFoundError
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.quality.gold import gold
from graph.quality.review_gold import write_gold
from graph.releases import Home
from graph.review import STATEMENT, Verdict, review, sample
from made import report, write
from ontology import names
from ontology.names import LH

REPORT = names.report("110000", 2093)
QUANTUM = names.theme("quantum")


@pytest.fixture
def statement(small: Home, tmp_path: Path) -> str:
    ingest(
        small,
        [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。", "培育量子科技产业。"))],
    )
    graph = names.graph("extracted", "110000", 2093)
    (found,) = small.require().store.quads_for_pattern(None, LH.aboutTheme, QUANTUM, graph)
    assert isinstance(found.subject, NamedNode)
    return found.subject.value


def derived(home: Home, predicate: NamedNode) -> set[object]:
    quads = home.require().store.quads_for_pattern(REPORT, predicate, None, INFERRED)
    return {quad.object for quad in quads}


def test_a_rejected_statement_leaves_the_derived_links(small: Home, statement: str) -> None:
    assert QUANTUM in derived(small, LH.addressesTheme)
    release = review(small, Verdict(statement, "reject", "Li Hua", note="a fair's name"))
    assert QUANTUM not in derived(small, LH.addressesTheme)
    assert any(release.store.quads_for_pattern(NamedNode(statement), None, None))


def test_a_later_verdict_takes_the_place_of_the_earlier(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "reject", "Li Hua"))
    review(small, Verdict(statement, "accept", "Li Hua"))
    assert QUANTUM in derived(small, LH.addressesTheme)
    store = small.require().store
    verdicts = [quad.object for quad in store.quads_for_pattern(None, LH.verdict, None)]
    assert verdicts == [names.thing("verdict", "accepted")]


def test_a_correction_gives_other_directions(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "correct", "https://example.org/li", ("governance",)))
    assert names.thing("direction", "governance") in derived(small, LH.pursuesDirection)
    assert QUANTUM in derived(small, LH.addressesTheme)
    review(small, Verdict(statement, "accept", "https://example.org/li"))
    assert names.thing("direction", "governance") not in derived(small, LH.pursuesDirection)


def test_a_review_outlives_its_statement(small: Home, statement: str, tmp_path: Path) -> None:
    review(small, Verdict(statement, "reject", "Li Hua"))
    path = write(tmp_path, "b.txt", report("北京市", 2093, "发展区块链。"))
    assert ingest(small, [path]).problems == ()
    store = small.require().store
    assert not any(store.quads_for_pattern(NamedNode(statement), None, None))
    assert any(store.quads_for_pattern(None, LH.reviews, NamedNode(statement)))


def test_a_sample_leaves_out_what_was_reviewed(small: Home, statement: str) -> None:
    drawn = sample(small.require().store, 10_000)
    assert statement in drawn
    assert drawn[:5] == sample(small.require().store, 5)
    review(small, Verdict(statement, "accept", "Li Hua"))
    assert statement not in sample(small.require().store, 10_000)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Verdict("x:y", "accept", "Li Hua"), InputError),
        (Verdict(f"{STATEMENT}a b", "accept", "Li Hua"), InputError),
        (
            Verdict(names.statement("a", "110000", 2093, "5g", "b").value, "accept", "x"),
            NotFoundError,
        ),
        (
            Verdict(names.statement("a", "110000", 2093, "5g", "b").value, "correct", "x"),
            InputError,
        ),
        (Verdict(names.statement("a", "110000", 2093, "5g", "b").value, "maybe", "x"), InputError),
    ],
)
def test_what_cannot_be_reviewed_is_said(
    small: Home, said: Verdict, error: type[Exception]
) -> None:
    with pytest.raises(error):
        review(small, said)
    assert small.require().number == 1


def test_a_sample_takes_each_group_in_turn(home: Home) -> None:
    store = home.require().store
    drawn = sample(store, 27, "theme")
    themes = {statement.split("/")[-2] for statement in drawn}
    assert len(themes) == 27
    with pytest.raises(InputError):
        sample(store, 1, "colour")


def test_verdicts_become_gold(small: Home, statement: str, tmp_path: Path) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance", "infrastructure")))
    other = next(each for each in sample(small.require().store, 10_000) if "/2093/block" in each)
    review(small, Verdict(other, "reject", "Li Hua"))
    out = io.StringIO()
    assert write_gold(small.require(), out) == (2, 0)
    path = write(tmp_path, "gold.csv", out.getvalue())
    text = (tmp_path / "a.txt").read_text("utf-8")
    first, second = gold(path, lambda province, year: text)
    assert (first.theme, first.mention, first.term) == ("blockchain", False, "区块链")
    assert second.directions == {"D6", "D7"}
    assert second.sentence == "培育量子科技产业。"


def test_no_gold_is_made_of_a_disagreement(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "accept", "Li Hua"))
    review(small, Verdict(statement, "accept", "Han Meimei"))
    assert write_gold(small.require(), io.StringIO()) == (1, 0)
    review(small, Verdict(statement, "reject", "Han Meimei"))
    assert write_gold(small.require(), out := io.StringIO()) == (0, 1)
    assert out.getvalue().count("\n") == 1
