"""What changed between two releases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, Quad

from chain import ONE, TWO, P, quad
from graph.home.diff import GraphChange, diff
from graph.releases import Home


@pytest.fixture
def home(tmp_home: Path) -> Home:
    return Home(tmp_home)


def test_graphs_that_came_went_and_changed(home: Home) -> None:
    with home.change("one") as draft:
        draft.add([quad(1), quad(2), quad(3), quad(4, TWO), quad(5, DefaultGraph())])
        gone = draft.add_text("gone")
    with home.change("two") as draft:
        draft.replace_graph(ONE, [quad(1), quad(6)])
        draft.remove_graph(TWO)
        draft.add([quad(7, BlankNode("g")), quad(8, BlankNode("g"))])
        draft.drop_text(gone)
        came = draft.add_text("came")
    change = diff(home.release(1), home.release(2))
    assert change.graphs == (
        GraphChange("_:g", "added", 0, 2, 2, 0),
        GraphChange(ONE.value, "changed", 3, 2, 1, 2),
        GraphChange(TWO.value, "removed", 1, 0, 0, 1),
    )
    assert set(change.added()) == {quad(6), quad(7, BlankNode("g")), quad(8, BlankNode("g"))}
    assert set(change.removed()) == {quad(2), quad(3), quad(4, TWO)}
    signed = [*(("-", q) for q in change.removed()), *(("+", q) for q in change.added())]
    assert sorted(change.quads(), key=str) == sorted(signed, key=str)
    assert (change.texts_added, change.texts_removed) == ((came,), (gone,))


def test_the_other_way_round_is_the_opposite(home: Home) -> None:
    with home.change("one") as draft:
        draft.add([quad(1), quad(2)])
    with home.change("two") as draft:
        draft.replace_graph(ONE, [quad(2), quad(3), quad(4)])
    forth, back = (diff(home.release(a), home.release(b)) for a, b in ((1, 2), (2, 1)))
    assert set(forth.added()) == set(back.removed()) == {quad(3), quad(4)}
    assert set(forth.removed()) == set(back.added()) == {quad(1)}


def test_a_release_and_itself_or_nothing(home: Home) -> None:
    with home.change("one") as draft:
        draft.add([quad(1), quad(2, TWO)])
    release = home.require()
    assert diff(release, release).graphs == ()
    assert {q for _, q in diff(release, release).quads()} == set()
    assert (
        set(diff(None, release).added()) == set(diff(release, None).removed()) == set(release.store)
    )
    assert diff(None, None).graphs == ()


def test_blank_nodes_that_stayed_are_no_difference(home: Home) -> None:
    with home.change("one") as draft:
        draft.add([Quad(BlankNode("b"), P, Literal(1), ONE)])
    with home.change("two") as draft:
        draft.add([quad(2)])
    change = diff(home.release(1), home.release(2))
    assert list(change.quads()) == [("+", quad(2))]


def test_an_emptied_graph_differs_from_none(home: Home) -> None:
    with home.change("one") as draft:
        draft.replace_graph(ONE, [])
    with home.change("two") as draft:
        draft.add([quad(1)])
    assert diff(None, home.release(1)).graphs == (GraphChange(ONE.value, "added", 0, 0, 0, 0),)
    change = diff(home.release(1), home.release(2))
    assert change.graphs == (GraphChange(ONE.value, "changed", 0, 1, 1, 0),)


sets = st.sets(st.builds(quad, st.integers(0, 5), st.sampled_from([ONE, TWO, DefaultGraph()])))


@settings(max_examples=20, deadline=None)
@given(sets, sets)
def test_the_difference_is_that_of_the_sets(tmp_path_factory, before, after) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    with home.change("one") as draft:
        draft.add(before)
    with home.change("two") as draft:
        draft.clear()
        draft.add(after)
    change = diff(home.release(1), home.release(2))
    assert set(change.added()) == after - before
    assert set(change.removed()) == before - after
    assert sum(graph.added for graph in change.graphs) == len(after - before)
    assert sum(graph.removed for graph in change.graphs) == len(before - after)
