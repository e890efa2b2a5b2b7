"""The copy in memory of a new home's store: in step with it, or let go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store

from chain import ONE, TWO, P, quad
from graph.errors import InputError
from graph.home import pair
from graph.home.draft import Draft
from graph.home.hashing import graph_entry, graph_keys
from graph.home.lines import lines
from graph.home.load import load_files
from graph.releases import Home
from graph.store import BULK

STEPS = st.sampled_from(["add", "add many", "remove", "replace", "empty", "remove graph", "clear"])
LOADED = f"""<x:a> <x:p> "_:not a name" <{ONE.value}> .
_:one <x:p> _:two <{ONE.value}> .

<x:b> <x:p> <x:c> <{TWO.value}> .
_:two <x:p> "é" <{TWO.value}> ."""


def step(draft: Draft, name: str, number: int) -> None:
    graph = (ONE, TWO, DefaultGraph())[number % 3]
    if name.startswith("add"):
        draft.add(quad(n, graph) for n in range(number, number + (BULK if "many" in name else 2)))
    elif name == "remove":
        draft.remove([quad(number, graph)])
    elif name in ("replace", "empty"):
        draft.replace_graph(graph, [quad(number, graph)] if name == "replace" else [])
    elif name == "remove graph":
        draft.remove_graph(graph)
    else:
        draft.clear()


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 5)), max_size=6), behind=st.booleans())
def test_whatever_is_done_to_a_new_draft_is_in_both(
    steps: list[tuple[str, int]], behind: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("draft")
    draft = Draft(folder / "new", None, 1)
    if behind:
        (folder / "a.nq").write_text(f"{quad(1)} .\n{quad(9, TWO)} .\n")
        assert draft.load_named(folder / "a.nq", RdfFormat.N_QUADS, None)
    for name, number in steps:
        step(draft, name, number)
    assert draft.held
    assert draft.graphs.keys() == graph_keys(draft.view)
    assert set(draft.view) == set(draft.store)
    assert draft.held
    assert set(draft.view.named_graphs()) == set(draft.store.named_graphs())
    assert draft.graphs == {key: graph_entry(draft.store, key) for key in draft.graphs}


def test_what_was_loaded_takes_the_room_that_it_has_and_not_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, room = tmp_path / "a.nq", 50
    path.write_text(f"{quad(1)} .\n" + "\n" * (room - 1))
    monkeypatch.setattr(pair, "most", lambda: room)
    draft = Draft(tmp_path / "new", None, 1)
    assert draft.load_named(path, RdfFormat.N_QUADS, None)
    draft.add(quad(number) for number in range(2, room))
    assert draft.held
    draft.add(quad(number) for number in range(1000, 1000 + room))
    assert not draft.held
    assert len(draft.store) == 2 * room - 1


def test_a_file_is_held_in_memory_by_its_lines_however_long_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, room = tmp_path / "a.nq", 3
    monkeypatch.setattr(pair, "most", lambda: room)
    path.write_text("".join(f'<x:a> <x:p> "{n}{"a" * 5000}" <x:g> .\n' for n in range(room)))
    draft = Draft(tmp_path / "new", None, 1)
    assert draft.load_named(path, RdfFormat.N_QUADS, None)
    path.write_text("".join(f'<x:a> <x:p> "{n}" <x:g> .\n' for n in range(room + 1)))
    assert not Draft(tmp_path / "newer", None, 1).load_named(path, RdfFormat.N_QUADS, None)


def test_a_file_that_is_larger_than_the_release_is_held_with_it(
    tmp_home: Path, tmp_path: Path
) -> None:
    home, path = Home(tmp_home), tmp_path / "a.nq"
    node, empty = BlankNode("mine"), NamedNode("http://example.org/empty")
    with home.change("base") as draft:
        draft.add([Quad(node, P, node, ONE), quad(1)])
        draft.replace_graph(empty, [])
    path.write_text(LOADED, "utf-8")
    with home.change("larger") as draft:
        assert not draft.held
        assert draft.load_named(path, RdfFormat.N_QUADS, None)
        assert draft.held
        assert draft.changed_graphs() == {TWO.value}
        assert set(draft.view) == set(draft.store)
    assert empty.value in home.require().manifest.graphs
    with home.change("small") as draft:
        path.write_text("<x:a> <x:b> <x:c> <x:g> .\n", "utf-8")
        assert not draft.load_named(path, RdfFormat.N_QUADS, None)
        assert draft.changed_graphs() == frozenset()
        draft.add([quad(3, DefaultGraph())])
    path.write_text(LOADED, "utf-8")
    assert load_files(home, [path]).manifest.graphs["default"].triples == 1
    assert [fault for release in (2, 3, 4) for fault in home.release(release).verify()] == []


def test_what_cannot_be_followed_lets_the_copy_go(tmp_path: Path) -> None:
    def fails() -> Iterator[Quad]:
        yield quad(1)
        raise RuntimeError

    def update(draft: Draft) -> None:
        draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")

    def straight(draft: Draft) -> None:
        draft.store.add(quad(2))

    def failed(draft: Draft) -> None:
        with pytest.raises(RuntimeError):
            draft.add(fails())

    for number, deed in enumerate((update, straight, failed)):
        draft = Draft(tmp_path / str(number), None, 1)
        deed(draft)
        assert not draft.held
        assert draft.view is draft.store


def test_what_is_too_much_is_not_held_and_published_all_the_same(
    tmp_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair, "most", lambda: 3)
    home = Home(tmp_home)
    with home.change("many") as draft:
        draft.add([quad(1), quad(2)])
        assert draft.held
        draft.add([quad(3), quad(4)])
        assert not draft.held
    assert list(home.require().verify()) == []
    assert home.require().manifest.triples == 4
    with home.change("on top") as draft:
        assert not draft.held


def test_lines_with_names_of_blank_nodes_are_told_apart_and_keep_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.home.lines._AT_ONCE", 50)
    path = tmp_path / "a.nq"
    path.write_text(LOADED, "utf-8")
    found = [lines(path, blank=blank).read().decode().split("\n") for blank in (False, True)]
    whole = LOADED.split("\n")
    assert [a or b for a, b in zip(*(each[: len(whole)] for each in found), strict=True)] == whole
    assert all("_:" not in line for line in found[0])
    assert all("_:" in line for line in found[1] if line)


def test_a_file_of_lines_is_loaded_with_its_blank_nodes(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(LOADED, "utf-8")
    home = Home(tmp_path / "home")
    release = load_files(home, [path, path])
    assert list(release.verify()) == []
    whole = Store()
    whole.load(LOADED.encode(), RdfFormat.N_QUADS)
    named = {each for each in whole if "_:" not in str(each)}
    assert named < set(release.store)
    once = [load_files(Home(tmp_path / name), [path]) for name in ("one", "other")]
    assert once[0].manifest.graphs == once[1].manifest.graphs
    objects, subjects = (
        {term for each in once[0].store if isinstance(term := getattr(each, end), BlankNode)}
        for end in ("object", "subject")
    )
    assert len(objects) == 1
    assert objects < subjects


def test_a_bad_line_of_a_new_home_is_named(tmp_path: Path) -> None:
    home, path = Home(tmp_path / "home"), tmp_path / "a.nq"
    bad = {
        "line 2": f"<x:a> <x:b> <x:c> <{ONE.value}> .\n<x:a> oops",
        "line 3": f"\n<x:a> <x:b> <x:c> <{ONE.value}> .\n_:a oops",
        "--graph": "<x:a> <x:b> <x:c> .\n",
        "is not there": None,
    }
    for words, text in bad.items():
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text)
        with pytest.raises(InputError, match=words):
            load_files(home, [path])
    assert home.current() is None
    path.write_text("<x:a> <x:b> _:c .\n<x:a> <x:b> <x:c> .\n")
    release = load_files(home, [path], graph=ONE.value)
    assert {each.graph_name for each in release.store} == {ONE}
    assert release.manifest.triples == 2
