"""What a draft can do, and that it knows what was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from chain import ONE, TWO, P, names, numbers, publish, quad
from graph.errors import (
    DamagedHomeError,
    InputError,
    NotFoundError,
)
from graph.home.draft import Draft
from graph.home.hashing import graph_entry
from graph.releases import Home
from graph.store import BULK


@pytest.fixture
def home(tmp_home: Path) -> Home:
    return Home(tmp_home, wait=0.2)


def test_replace_remove_and_clear(home: Home) -> None:
    with home.change("set up") as draft:
        draft.add([quad(1), quad(2), quad(3, TWO), quad(4, DefaultGraph())])
    with home.change("replace") as draft:
        draft.replace_graph(ONE, [quad(2), quad(5)])
        assert draft.changed_graphs() == {ONE.value}
        draft.remove_graph(TWO)
        draft.remove_graph(NamedNode("http://example.org/never-there"))
        assert draft.changed_graphs() == {ONE.value, TWO.value}
        draft.replace_graph(DefaultGraph(), [quad(4, DefaultGraph())])
    release = home.require()
    assert numbers(release) == {2, 4, 5}
    assert set(release.manifest.graphs) == {ONE.value, "default"}
    with home.change("empty") as draft:
        draft.clear()
        assert draft.changed_graphs() == {ONE.value, "default"}
    assert home.require().manifest.graphs == {}
    assert list(home.require().verify()) == []


def test_a_graph_replaced_by_the_same_has_not_changed(home: Home) -> None:
    publish(home, 1, 2)
    with home.change("same") as draft:
        draft.replace_graph(ONE, [quad(2), quad(1)])
        assert draft.changed_graphs() == frozenset()
        assert not draft.changed
        draft.add_text("a text")
        assert draft.changed
    assert home.release(1).manifest.graphs == home.release(2).manifest.graphs


def test_a_graph_replaced_by_nothing_is_there_and_empty(home: Home) -> None:
    publish(home, 1)
    with home.change("empty") as draft:
        draft.replace_graph(ONE, [])
        assert draft.changed_graphs() == {ONE.value}
    entry = home.require().manifest.graphs[ONE.value]
    assert (entry.triples, entry.sha256) == (0, hashlib.sha256(b"").hexdigest())
    with home.change("remove") as draft:
        draft.remove_graph(ONE)
        assert draft.changed_graphs() == {ONE.value}
    assert home.require().manifest.graphs == {}


def test_replace_takes_only_quads_of_its_graph(home: Home) -> None:
    with pytest.raises(ValueError, match=r"example\.org/two"), home.change("wrong") as draft:
        draft.replace_graph(ONE, [quad(1), quad(2, TWO)])
    assert home.current() is None


def test_the_new_quads_may_be_read_from_the_draft(home: Home) -> None:
    publish(home, 1)

    def doubled(draft: Draft) -> Iterator[Quad]:
        for found in draft.store.quads_for_pattern(None, None, None, None):
            yield Quad(found.subject, P, Literal(2 * int(found.object.value)), TWO)

    for _ in range(2):
        with home.change("derive") as draft:
            draft.replace_graph(TWO, doubled(draft))
    assert numbers(home.require()) == {1, 2}


def test_load_reads_quads_and_names_a_bad_line(home: Home, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.trig", tmp_path / "bad.trig"
    good.write_text(f"<{ONE.value}> {{ [] <{P.value}> 1 }} <{TWO.value}> {{ [] <{P.value}> 2 }}")
    bad.write_text(f"<{ONE.value}> {{ [] <{P.value}> 3 }}\n<a")
    with home.change("load") as draft:
        draft.load(good)
        draft.load(good)
        assert draft.changed_graphs() == {ONE.value, TWO.value}
    assert home.require().manifest.graphs[ONE.value].triples == 2
    nowhere, folder = tmp_path / "none.trig", tmp_path / "home"
    for path, words in ((bad, "line 2"), (nowhere, "o such file"), (folder, "format")):
        with pytest.raises(InputError, match=words) as caught, home.change("load") as draft:
            draft.load(path)
        assert str(path) in str(caught.value)
    assert home.number() == 1


UPDATES = [
    f"DELETE DATA {{ GRAPH <{ONE.value}> {{ <http://example.org/1> <{P.value}> 1 }} }}",
    f"WITH <{TWO.value}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 9 }} WHERE {{ ?s ?p ?o }}",
    "INSERT { GRAPH ?g { ?s ?p 7 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    f"INSERT DATA {{ <http://example.org/8> <{P.value}> 8 }}",
    "CLEAR ALL",
    f"DROP GRAPH <{ONE.value}>",
    "CREATE GRAPH <http://example.org/new>",
    f"MOVE <{ONE.value}> TO <{TWO.value}>",
    "DELETE WHERE { GRAPH ?g { <http://example.org/none> ?p ?o } }",
]


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("straight", [False, True])
def test_any_update_is_noticed_also_past_the_methods(
    home: Home, update: str, straight: bool
) -> None:
    with home.change("set up") as draft:
        draft.add([quad(1), quad(2), quad(3, TWO)])
    with home.change("update") as draft:
        before = dict(draft.graphs)
        (draft.store if straight else draft).update(update)
        after = {key: graph_entry(draft.store, key) for key in draft.graphs}
        expected = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
        assert draft.changed_graphs() == expected
    assert list(home.require().verify()) == []
    assert bool(expected) == (update != UPDATES[-1])


def test_bulk_writes_past_the_methods_are_noticed(home: Home) -> None:
    publish(home, 1)
    with home.change("past") as draft:
        assert draft.changed_graphs() == frozenset()
        draft.store.bulk_extend([quad(2), quad(3, TWO)])
        assert draft.changed_graphs() == {ONE.value, TWO.value}
        draft.add([quad(4, DefaultGraph())])
        draft.store.bulk_extend([quad(5)])
    assert list(home.require().verify()) == []
    assert numbers(home.require()) == {1, 2, 3, 4, 5}


def test_a_failed_update_changes_nothing(home: Home) -> None:
    publish(home, 1)
    with home.change("half") as draft:
        with pytest.raises(SyntaxError):
            draft.update(f"CLEAR ALL ; INSERT DATA {{ <{ONE.value}> }}")
        assert draft.changed_graphs() == frozenset()


def test_a_graph_that_an_update_makes_is_noticed_unsaid(home: Home) -> None:
    publish(home, 1)
    with home.change("more than is said") as draft:
        draft.update(f"INSERT DATA {{ GRAPH {TWO} {{ <x:a> <x:b> 1 }} }}", graphs=[ONE.value])
        assert draft.changed_graphs() == {TWO.value}


def test_what_an_update_did_unsaid_to_a_graph_is_not_published_as_if_it_were_not_there(
    home: Home,
) -> None:
    publish(home, 1)
    text = f"INSERT DATA {{ GRAPH {ONE} {{ <x:a> <x:b> 1 }} GRAPH {TWO} {{ <x:a> <x:b> 1 }} }}"
    # A slow machine writes to the store's log only later, whereupon all graphs are hashed.
    with suppress(DamagedHomeError), home.change("more than is said") as draft:
        draft.update(text, graphs=[TWO.value])
    assert list(home.require().verify()) == []


def test_only_what_an_update_is_said_to_touch_is_hashed(home: Home) -> None:
    with home.change("set up") as draft:
        draft.add([quad(1), quad(2, TWO)])
    with home.change("update") as draft:
        draft.update(f"CLEAR GRAPH <{ONE.value}>", graphs=[ONE.value])
        assert draft.changed_graphs() == {ONE.value}
    assert list(home.require().verify()) == []


@pytest.mark.parametrize("bulk", [False, True])
def test_only_graphs_that_can_have_changed_are_hashed_again(home: Home, bulk: bool) -> None:
    with home.change("set up") as draft:
        draft.add([quad(1), quad(2, TWO)])
    path = home.path / "releases" / "1" / "manifest.json"
    sha256 = draft.published.graphs[TWO.value].sha256
    path.write_text(path.read_text("utf-8").replace(sha256, "as it was"), "utf-8")
    publish(home, *range(BULK + 1 if bulk else 3))
    graphs = home.require().manifest.graphs
    assert graphs[TWO.value].sha256 == "as it was"
    assert graphs[ONE.value].triples == (BULK + 1 if bulk else 3)


def test_blank_nodes_keep_their_labels_and_the_graph_its_hash(home: Home) -> None:
    node = BlankNode("b")
    with home.change("blank") as draft:
        draft.add([Quad(node, P, Literal(1), ONE), Quad(node, P, node, ONE)])
    publish(home, 1)
    assert node in {found.subject for found in home.require().store}
    assert list(home.require().verify()) == []


# Texts


def test_texts_are_shared_with_the_parent_and_checked(home: Home) -> None:
    publish(home, 1, text="第一\n")
    with home.change("second") as draft:
        (first,) = draft.texts
        second = draft.add_text("二\r\nb")
        assert draft.add_text("第一\n") == first
        assert draft.text(first) == "第一\n"
        assert draft.text(second) == "二\r\nb"
        assert draft.text("0" * 16) is None
    one, two = home.release(1), home.release(2)
    assert set(two.texts) == {first, second}
    assert (one.path / "texts" / first).samefile(two.path / "texts" / first)
    assert two.text(second) == "二\r\nb"
    with pytest.raises(NotFoundError):
        one.text(second)


def test_a_dropped_text_stays_in_the_releases_that_had_it(home: Home) -> None:
    publish(home, 1, text="old")
    (key,) = home.require().texts
    with home.change("drop") as draft:
        lost = draft.add_text("never mind")
        draft.drop_text(lost)
        draft.drop_text(key)
        assert draft.text(key) is draft.text(lost) is None
        with pytest.raises(NotFoundError):
            draft.drop_text(key)
    assert list(home.require().texts) == []
    assert names(home.require().path / "texts") == []
    assert home.release(1).text(key) == "old"
    with home.change("again") as draft:
        draft.add_text("old")
    assert home.require().text(key) == "old"


@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_damaged_text_is_not_served(home: Home, damage: str) -> None:
    publish(home, 1, text="true")
    release = home.require()
    (key,) = release.texts
    path = release.path / "texts" / key
    path.write_text("false") if damage == "change" else path.unlink()
    with pytest.raises(DamagedHomeError, match=key):
        release.text(key)
    assert [key in problem for problem in release.verify()] == [True]


def test_verify_finds_a_graph_that_is_not_what_was_published(home: Home) -> None:
    publish(home, 1)
    path = home.path / "releases" / "1" / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("example.org/one", "example.org/two"), "utf-8")
    assert len(list(home.require().verify())) == 3
