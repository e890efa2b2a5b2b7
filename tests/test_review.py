"""A person's verdict on a statement."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, parse

from graph.errors import InputError, NotFoundError, RefusedError
from graph.home.publish import publishing
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.quality.gold import gold
from graph.quality.review_gold import write_gold
from graph.questions import ask
from graph.releases import Home
from graph.review import STATEMENT, Verdict, review, sample
from graph.withdraw import withdraw
from made import report, write
from ontology import names
from ontology.names import LH, PROV, SKOS
from queries import load

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


GOVERNANCE = names.thing("direction", "governance")
DIGITAL = names.thing("direction", "digital-economy")


def standing(home: Home, statement: str) -> dict[str, set[object]]:
    """What stands instead of a statement, with its directions."""
    store = home.require().store
    found = {
        str(made.object)[1:-1]: {
            quad.object for quad in store.quads_for_pattern(made.object, LH.hasDirection, None)
        }
        for of in store.quads_for_pattern(None, LH.reviews, NamedNode(statement))
        for made in store.quads_for_pattern(of.subject, LH.replacedBy, None)
    }
    described = {
        str(quad.subject)[1:-1]
        for quad in store.quads_for_pattern(None, LH.basis, names.thing("basis", "curated"))
    }
    assert {each for each in described if each.startswith(statement)} == found.keys()
    return found


def orphaned(home: Home) -> set[str]:
    rows = ask(home.require().store, load()["orphaned-reviews"], {})
    assert isinstance(rows, QuerySolutions)
    return {str(row["statement"])[1:-1] for row in rows}


def test_a_correction_goes_with_its_statement_and_comes_back(
    small: Home, statement: str, tmp_path: Path
) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    ((corrected, directions),) = standing(small, statement).items()
    assert directions == {GOVERNANCE}
    other = write(tmp_path, "b.txt", report("北京市", 2093, "发展区块链。"))
    unrelated = write(tmp_path, "c.txt", report("山西省", 2093, "发展区块链。"))
    taken = ingest(small, [other, unrelated])
    assert (taken.problems, len(taken.taken)) == ((), 2)
    assert not standing(small, statement)
    assert orphaned(small) == {statement}
    gone = small.require().store.quads_for_pattern(NamedNode(corrected), None, None)
    assert {quad.predicate for quad in gone} == {PROV.invalidatedAtTime}
    ingest(small, [tmp_path / "a.txt"])
    assert standing(small, statement) == {corrected: {GOVERNANCE}}
    assert not orphaned(small)
    withdraw(small, "110000/2093")
    assert orphaned(small) == {statement}


def test_a_correction_follows_its_statement_to_another_place(
    small: Home, statement: str, tmp_path: Path
) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    (corrected,) = standing(small, statement)
    moved = report("北京市", 2093, "改善民生。", "发展区块链。", "培育量子科技产业。")
    assert ingest(small, [write(tmp_path, "b.txt", moved)]).problems == ()
    store = small.require().store
    for predicate in (LH.evidence, LH.restsOn):
        (own,), (others,) = (
            {quad.object for quad in store.quads_for_pattern(NamedNode(each), predicate, None)}
            for each in (statement, corrected)
        )
        assert own == others
    assert not orphaned(small)


@pytest.mark.slow
def test_a_shipped_report_is_replaced_though_it_was_corrected(home: Home, tmp_path: Path) -> None:
    shipped = next(each for each in sample(home.require().store, 10_000) if "/140000/2025" in each)
    review(home, Verdict(shipped, "correct", "Li Hua", ("governance",)))
    path = write(tmp_path, "b.txt", report("山西省", 2025, "发展区块链。"))
    assert ingest(home, [path]).problems == ()
    assert orphaned(home) == {shipped}
    withdraw(home, "140000/2025")
    assert list(standing(home, shipped).values()) == [{GOVERNANCE}]


def test_a_correction_follows_a_statement_that_is_judged_anew(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    (made,) = map(NamedNode, standing(small, statement))
    (own,) = small.require().store.quads_for_pattern(made, LH.role, None)
    told = (names.thing("role", "review"), names.thing("role", "other"))
    note = Quad(made, SKOS.note, Literal("as seen at a fair"), own.graph_name)
    (read,) = small.require().store.quads_for_pattern(NamedNode(statement), LH.role, None)
    for edited, role in ((read, told[0]), (own, told[1])):
        with publishing(small, "another role") as draft:
            draft.remove([edited])
            draft.add([Quad(edited.subject, LH.role, role, edited.graph_name), note])
        store = small.require().store
        roles = {quad.object for quad in store.quads_for_pattern(made, LH.role, None)}
        assert roles == {told[0]}
        assert any(store.quads_for_pattern(made, SKOS.note, None))


def test_of_several_who_find_it_wrong_the_last_counts(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    review(small, Verdict(statement, "correct", "Han Meimei", ("digital-economy",)))
    assert list(standing(small, statement).values()) == [{DIGITAL}]
    assert GOVERNANCE not in derived(small, LH.pursuesDirection)
    review(small, Verdict(statement, "accept", "Wei Fang"))
    assert list(standing(small, statement).values()) == [{DIGITAL}]
    review(small, Verdict(statement, "reject", "Wei Fang"))
    assert not standing(small, statement)
    assert QUANTUM not in derived(small, LH.addressesTheme)
    review(small, Verdict(statement, "accept", "Wei Fang"))
    review(small, Verdict(statement, "accept", "Han Meimei"))
    assert list(standing(small, statement).values()) == [{GOVERNANCE}]
    reviews = small.require().store.quads_for_pattern(None, LH.reviews, NamedNode(statement))
    assert len(list(reviews)) == 3


def foreign(home: Home, said: str, review: str = "<https://example.org/review>") -> None:
    """Another's review, in a graph that is none of ours."""
    data = f"""
      PREFIX lh: <https://w3id.org/lianghui/ontology#>
      PREFIX prov: <http://www.w3.org/ns/prov#>
      PREFIX verdict: <https://w3id.org/lianghui/id/verdict/>
      PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      {review} a lh:Review ; prov:wasAttributedTo <https://example.org/li> ; {said} .
    """
    graph = NamedNode("https://example.org/reviews")
    with publishing(home, "another's review") as draft:
        read = parse(data, format=RdfFormat.TURTLE)
        draft.add([Quad(each.subject, each.predicate, each.object, graph) for each in read])


def test_anothers_correction_says_itself_what_stands_instead(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    direction = "lh:hasDirection <https://w3id.org/lianghui/id/direction/digital-economy>"
    corrected = f"lh:reviews <{statement}> ; lh:verdict verdict:corrected ; {direction}"
    with pytest.raises(RefusedError, match="lh:replacedBy"):
        foreign(small, corrected)
    assert QUANTUM in derived(small, LH.addressesTheme)


@pytest.mark.parametrize(
    ("at", "later"),
    [
        ("2093-02-01T09:00:00+08:00", False),
        ("2093-01-31T23:30:00-04:00", True),
        ("2093-02-01T01:59:59.999999999Z", False),
        ("2093-02-01T02:00:00.1Z", True),
        ("2093-02-01T02:00:01", True),
    ],
)
def test_the_last_is_told_by_the_time_of_any_zone(
    small: Home, statement: str, at: str, later: bool
) -> None:
    now = dt.datetime(2093, 2, 1, 2, tzinfo=dt.UTC)
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)), now=now)
    rejected = f"lh:reviews <{statement}> ; lh:verdict verdict:rejected"
    foreign(small, f'{rejected} ; prov:generatedAtTime "{at}"^^xsd:dateTime')
    assert bool(standing(small, statement)) is not later


def test_a_review_without_a_name_may_be_the_last(small: Home, statement: str) -> None:
    review(small, Verdict(statement, "correct", "Li Hua", ("governance",)))
    rejected = f"lh:reviews <{statement}> ; lh:verdict verdict:rejected"
    foreign(small, f'{rejected} ; prov:generatedAtTime "2999-01-01T00:00:00Z"^^xsd:dateTime', "[]")
    assert not standing(small, statement)


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
    for said in ((statement, "correct", "Li Hua"), (statement, "correct", "Han Meimei")):
        review(small, Verdict(*said, ("governance",)))
    assert write_gold(small.require(), io.StringIO()) == (1, 0)
    review(small, Verdict(statement, "reject", "Han Meimei"))
    assert write_gold(small.require(), out := io.StringIO()) == (0, 1)
    assert out.getvalue().count("\n") == 1
