"""Oxigraph's stores behave as the releases rely on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from graph.errors import StorageFullError
from graph.home.files import full_disk, link_or_copy, point, write_json
from graph.store import BULK, by_subject, checkpoint, insert, mark, open_store, seal

GRAPH = NamedNode("http://example.org/graph")


def quad(number: int) -> Quad:
    subject = NamedNode(f"http://example.org/{number}")
    return Quad(subject, NamedNode("http://example.org/p"), Literal(number), GRAPH)


def files(path: Path) -> dict[str, tuple[int, int, int]]:
    stats = {file.name: file.stat() for file in path.iterdir()}
    assert stats
    return {name: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def test_the_trap_a_read_only_backup_lacks_what_is_in_the_log(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a"))
    store.add(quad(1))
    reader = open_store(tmp_path / "a")
    assert len(reader) == 1
    reader.backup(str(tmp_path / "b"))
    assert len(open_store(tmp_path / "b")) == 0, "the engine changed: `seal` could be simpler"


def test_seal_has_the_last_update(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a"))
    store.add(quad(1))
    seal(store, tmp_path / "b")
    assert list(open_store(tmp_path / "b")) == [quad(1)]


def test_an_open_handle_cannot_touch_what_was_sealed(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a"))
    store.add(quad(1))
    seal(store, tmp_path / "b")
    before = files(tmp_path / "b")
    insert(store, map(quad, range(BULK + 1)))
    store.optimize()
    shutil.rmtree(tmp_path / "a")
    del store
    assert files(tmp_path / "b") == before
    assert list(open_store(tmp_path / "b")) == [quad(1)]


def test_reading_and_copying_leave_every_file_as_it_was(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a"))
    store.add(quad(1))
    seal(store, tmp_path / "b")
    before = files(tmp_path / "b")
    assert len(open_store(tmp_path / "b")) == 1
    copy = checkpoint(tmp_path / "b", tmp_path / "c")
    copy.add(quad(2))
    copy.flush()
    copy.optimize()
    del copy
    assert files(tmp_path / "b") == before


def test_bulk_load_into_a_checkpoint_leaves_its_source_alone(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a"))
    insert(store, map(quad, range(BULK + 1)))
    seal(store, tmp_path / "b")
    copy = checkpoint(tmp_path / "b", tmp_path / "c")
    insert(copy, map(quad, range(BULK // 2, 3 * BULK)))
    copy.remove(quad(7))
    seal(copy, tmp_path / "d")
    assert len(open_store(tmp_path / "b")) == BULK + 1
    assert len(open_store(tmp_path / "d")) == 3 * BULK - 1
    assert quad(7) in open_store(tmp_path / "b")
    assert quad(7) not in open_store(tmp_path / "d")


@pytest.mark.parametrize("count", [0, 1, BULK - 1, BULK, BULK + 1])
def test_insert_adds_all_around_the_threshold(count: int) -> None:
    store = Store()
    insert(store, map(quad, range(count)))
    assert len(store) == count


def test_mark_moves_with_writes_and_only_with_them(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    first = mark(tmp_path)
    assert list(store) == []
    assert mark(tmp_path) == first
    store.add(quad(1))
    second = mark(tmp_path)
    assert second.log != first.log
    store.bulk_extend([quad(2)])
    third = mark(tmp_path)
    assert third.tables != second.tables
    store.update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert mark(tmp_path).log != third.log


def test_a_full_disk_is_recognised_from_python_and_from_oxigraph(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with pytest.raises(StorageFullError, match="the disk is full"), full_disk(tmp_path):
        Path("/dev/full").write_bytes(b"x")
    store = Store()
    store.add(quad(1))
    with pytest.raises(StorageFullError), full_disk(tmp_path):
        store.dump(Path("/dev/full"), format=RdfFormat.N_QUADS)


def test_other_errors_pass_unchanged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), full_disk(tmp_path):
        (tmp_path / "none").read_bytes()


def test_point_replaces_a_link_and_a_leftover(tmp_path: Path) -> None:
    (tmp_path / "link.new").symlink_to("left by one who was killed")
    point(tmp_path / "link", "a")
    point(tmp_path / "link", "b")
    assert (tmp_path / "link").readlink() == Path("b")
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_write_json_replaces_whole(tmp_path: Path) -> None:
    write_json(tmp_path / "a", {"key": "山西" * 99})
    write_json(tmp_path / "a", {"key": 1})
    assert (tmp_path / "a").read_text("utf-8") == '{\n "key": 1\n}\n'
    assert len(list(tmp_path.iterdir())) == 1


def test_link_or_copy_shares_the_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").samefile(tmp_path / "b")
    with pytest.raises(FileExistsError):
        link_or_copy(tmp_path / "a", tmp_path / "b")


NODES = [NamedNode(f"http://example.org/{letter}") for letter in "abc"] + [BlankNode("a")]
GRAPHS = [*NODES[:2], DefaultGraph()]


@given(
    st.sets(st.builds(Quad, *map(st.sampled_from, (NODES, NODES[:3], NODES, GRAPHS))), max_size=30)
)
def test_a_store_is_read_subject_after_subject(quads: set[Quad]) -> None:
    store = Store()
    store.extend(quads)
    read = list(by_subject(store))
    assert len(read) == len(quads)
    assert set(read) == quads
    assert [quad.subject for quad in read] == sorted((quad.subject for quad in quads), key=str)
