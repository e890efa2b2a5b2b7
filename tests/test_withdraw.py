"""A wrong report taken out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from graph.describe import DOCUMENTS, PROVENANCE, time
from graph.errors import InputError, NotFoundError, RefusedError
from graph.home.publish import publishing
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.networks.analytics import MADE
from graph.releases import Home
from graph.withdraw import withdraw
from made import report, write
from ontology import names
from ontology.names import BASE, LH, PROV
from served import client

THEN = dt.datetime(2094, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def hashes(home: Home) -> dict[str, str]:
    graphs = home.require().manifest.graphs.items()
    return {key: entry.sha256 for key, entry in graphs if key != PROVENANCE.value}


def described(home: Home) -> set[NamedNode]:
    """The things of ours of which a fact that is not derived tells something."""
    derived = (INFERRED.value, names.graph("analytics").value)
    subjects = (
        quad.subject
        for quad in home.require().store
        if not str(quad.graph_name.value).startswith(derived)
    )
    return {
        each
        for each in subjects
        if isinstance(each, NamedNode) and each.value.startswith(f"{BASE}id/")
    }


def withdrawn(home: Home) -> set[NamedNode]:
    store = home.require().store
    quads = list(store.quads_for_pattern(None, PROV.invalidatedAtTime, None))
    assert {quad.graph_name for quad in quads} <= {PROVENANCE}
    assert {str(quad.object) for quad in quads} <= {f'"2094-01-02T03:04:05Z"^^{names.XSD.dateTime}'}
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


@pytest.mark.parametrize(
    ("kind", "year"),
    [("small", 2093), ("small", 2020), pytest.param("home", 2026, marks=pytest.mark.slow)],
)
def test_withdrawing_undoes_an_ingest_and_notes_what_is_gone(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, year: int
) -> None:
    home: Home = request.getfixturevalue(kind)
    before, things = hashes(home), described(home)
    ingest(home, [write(tmp_path, "a.txt", report("北京市", year, "发展区块链。"))])
    assert hashes(home) != before
    activity = names.activity("extracted", "110000", str(year))
    new = described(home) - things - {activity}
    release = withdraw(home, f"110000/{year}", now=THEN)
    assert hashes(home) == before
    assert not release.texts
    assert withdrawn(home) == new
    assert (names.report("110000", year) in new) is (year == 2093)  # the others ship


def test_what_was_withdrawn_is_gone_until_it_is_read_again(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    ingest(small, [path])
    (statement,) = (
        each
        for each in described(small)
        if each.value.startswith(f"{BASE}id/statement/report-110000-2093/")
    )
    places = [
        f"/{kind}/{each.value.removeprefix(f'{BASE}id/')}"
        for kind in ("id", "page", "data")
        for each in (names.report("110000", 2093), statement)
    ]
    asked = client(small.path)
    before = [asked.get(place).status_code for place in places]
    withdraw(small, "110000/2093")
    assert {asked.get(place).status_code for place in places} == {410}
    ingest(small, [path])
    assert [asked.get(place).status_code for place in places] == before == [303] * 2 + [200] * 4
    assert not withdrawn(small)


def test_it_can_then_be_read_as_another_province(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    ingest(small, [path])
    withdraw(small, names.report("110000", 2093).value, now=THEN)
    assert ingest(small, [path], code="140000").taken[0].report == "140000/2093"
    texts = small.require().store.quads_for_pattern(None, LH.textOf, names.report("140000", 2093))
    (text,) = (quad.subject for quad in texts)
    assert text not in withdrawn(small)
    assert names.report("110000", 2093) in withdrawn(small)


def test_what_is_not_held_cannot_be_withdrawn(small: Home) -> None:
    with pytest.raises(NotFoundError, match="110000/2093"):
        withdraw(small, "110000/2093")
    with pytest.raises(InputError, match="Beijing"):
        withdraw(small, "Beijing")
    assert small.require().number == 1


def test_an_article_is_withdrawn_likewise(small: Home) -> None:
    before = hashes(small)
    articles = sorted((Path(__file__).parent / "data" / "articles").glob("*.txt"))
    assert articles
    taken = ingest(small, articles[:1]).taken
    assert hashes(small) != before
    withdraw(small, taken[0].report, now=THEN)
    after = hashes(small)
    assert {graph for graph in before if after[graph] != before[graph]} <= {
        DOCUMENTS.value,
        INFERRED.value,
        # these name what they were made of
        *(names.graph("analytics", each).value for each in ("counts", *MADE)),
    }
    assert after.keys() == before.keys()
    assert NamedNode(f"{BASE}id/{taken[0].report}") in withdrawn(small)


def test_a_note_on_what_has_no_name_is_refused_by_the_rules(small: Home) -> None:
    note = Quad(BlankNode(), PROV.invalidatedAtTime, time(THEN), PROVENANCE)
    with pytest.raises(RefusedError, match="a node without a name"), publishing(small, "x") as d:
        d.add([note])
