"""The chain of releases: made whole or not at all, rolled back, pruned."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chain import ONE, TWO, P, names, numbers, publish, quad, tree
from graph.errors import (
    NoReleaseError,
    NotFoundError,
    RefusedError,
    StorageFullError,
    Violation,
)
from graph.home.draft import Draft
from graph.home.manifest import FILE
from graph.releases import Home
from graph.store import BULK


@pytest.fixture
def home(tmp_home: Path) -> Home:
    return Home(tmp_home, wait=0.2)


def test_a_home_is_empty_until_the_first_change(home: Home) -> None:
    assert home.current() is None
    assert home.number() is None
    assert home.releases() == []
    assert not home.path.exists()
    with pytest.raises(NoReleaseError, match="lianghui build"):
        home.require()
    with pytest.raises(NotFoundError, match="release 1"):
        home.release(1)


def test_the_manifest_says_what_the_release_is(tmp_home: Path) -> None:
    home = Home(tmp_home, versions=lambda: {"ontology": "0.1.0", "lexicon": "ab"})
    before = datetime.now(UTC) - timedelta(seconds=1)
    with home.change("first") as draft:
        draft.add([quad(1), quad(2), quad(3, TWO)])
        key = draft.add_text("山西省")
    manifest = home.require().manifest
    assert manifest == draft.published
    assert (manifest.number, manifest.parent, manifest.reason) == (1, None, "first")
    assert before <= manifest.time <= datetime.now(UTC)
    assert manifest.versions == {"ontology": "0.1.0", "lexicon": "ab"}
    assert {name: entry.triples for name, entry in manifest.graphs.items()} == {
        ONE.value: 2,
        TWO.value: 1,
    }
    sha256 = hashlib.sha256("山西省".encode()).hexdigest()
    assert key == sha256[:16]
    assert (manifest.texts[key].sha256, manifest.texts[key].length) == (sha256, 3)
    raw = json.loads((tmp_home / "current" / "manifest.json").read_text("utf-8"))
    assert raw == manifest.as_dict()
    assert raw["time"].endswith("Z")
    assert list(home.require().verify()) == []


def test_a_release_made_by_one_update_survives_two_further(home: Home) -> None:
    for number in (1, 2, 3):
        with home.change("one update") as draft:
            draft.update(
                f"INSERT DATA {{ GRAPH <{ONE.value}> {{ <http://example.org/{number}>"
                f" <{P.value}> {number} }} }}"
            )
    assert [numbers(home.release(n)) for n in (1, 2, 3)] == [{1}, {1, 2}, {1, 2, 3}]
    assert [list(home.release(n).verify()) for n in (1, 2, 3)] == [[], [], []]
    assert [manifest.parent for manifest in home.releases()] == [None, 1, 2]


def test_publishing_and_reading_leave_older_releases_as_they_are(home: Home) -> None:
    publish(home, *range(50), text="one")
    before = tree(home.path / "releases" / "1")
    publish(home, 60, text="two")
    with home.change("bulk") as draft:
        draft.add(map(quad, range(BULK + 1)))
    assert len(home.release(1).store) == 50
    assert tree(home.path / "releases" / "1") == before
    assert list(home.release(1).verify()) == []


def test_only_a_link_and_whole_releases_are_left(home: Home) -> None:
    publish(home, 1)
    publish(home, 2)
    assert sorted(names(home.path)) == ["current", "drafts", "lock", "releases"]
    assert names(home.path / "drafts") == []
    assert (home.path / "current").readlink() == Path("releases/2")
    assert sorted(names(home.path / "releases" / "2")) == ["manifest.json", "store", "texts"]
    assert (home.path / "releases" / "2").stat().st_mode & 0o777 == 0o755


def test_a_moved_home_still_opens(home: Home, tmp_path: Path) -> None:
    publish(home, 1)
    home.path.rename(tmp_path / "elsewhere")
    assert numbers(Home(tmp_path / "elsewhere").require()) == {1}


class Interrupted(BaseException):
    pass


def fail(home: Home, error: type[BaseException]) -> None:
    with home.change("fails") as draft:
        draft.add(map(quad, range(BULK + 1)))
        draft.add_text("lost")
        raise error


@pytest.mark.parametrize("error", [ValueError, Interrupted, KeyboardInterrupt])
def test_an_exception_leaves_no_trace(home: Home, error: type[BaseException]) -> None:
    publish(home, 1, text="kept")
    before = tree(home.path / "releases")
    with pytest.raises(error):
        fail(home, error)
    assert tree(home.path / "releases") == before
    assert names(home.path / "drafts") == []
    assert home.number() == 1
    assert publish(home, 2) == 2


def test_a_refused_change_leaves_no_trace(tmp_home: Path) -> None:
    def gate(draft: Draft) -> None:
        if draft.store.contains_named_graph(TWO):
            raise RefusedError([Violation("f", "s", "c", None, None, {"en": "no"})])

    home = Home(tmp_home, gate)
    with pytest.raises(RefusedError), home.change("first") as draft:
        draft.add([quad(1, TWO)])
    assert home.current() is None
    publish(home, 1)
    with pytest.raises(RefusedError), home.change("second") as draft:
        draft.add([quad(1, TWO)])
    assert draft.published is None
    assert names(tmp_home / "drafts") == []
    assert [manifest.number for manifest in home.releases()] == [1]
    assert publish(home, 3) == 2


def test_a_cancelled_change_publishes_nothing(home: Home) -> None:
    publish(home, 1)
    with home.change("nothing to do") as draft:
        assert not draft.changed
        draft.cancel()
    assert draft.published is None
    assert home.number() == 1


def test_builders_run_after_the_gate_on_the_directory_to_be(tmp_home: Path) -> None:
    calls: list[str] = []

    def build(draft: Draft) -> None:
        calls.append("build")
        (draft.path / "index").write_text(str(len(draft.store)))

    home = Home(tmp_home, lambda draft: calls.append("gate"), builders=[build])
    publish(home, 1, 2)
    assert calls == ["gate", "build"]
    assert (home.require().path / "index").read_text() == "2"


def test_a_builder_that_fails_leaves_no_trace(tmp_home: Path) -> None:
    def build(draft: Draft) -> None:
        (draft.path / "index").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageFullError, match="disk is full"):
        publish(Home(tmp_home, builders=[build]), 1)
    assert names(tmp_home / "drafts") == names(tmp_home / "releases") == []


def test_rollback_moves_the_link_and_numbers_go_on(home: Home) -> None:
    for value in (1, 2, 3):
        publish(home, value)
    assert home.rollback(1).number == 1
    assert numbers(Home(home.path).require()) == {1}
    assert [manifest.number for manifest in home.releases()] == [1, 2, 3]
    assert publish(home, 4) == 4
    assert home.require().manifest.parent == 1
    assert numbers(home.require()) == {1, 4}
    with pytest.raises(NotFoundError, match="release 9"):
        home.rollback(9)
    assert home.number() == 4


def test_numbers_are_not_reused_after_rollback_and_prune(home: Home) -> None:
    for value in (1, 2, 3):
        publish(home, value)
    home.rollback(1)
    assert home.prune(0) == [2, 3]
    assert [manifest.number for manifest in home.releases()] == [1]
    assert publish(Home(home.path), 4) == 4


def test_the_last_releases_are_kept(tmp_home: Path) -> None:
    home = Home(tmp_home, keep=3)
    for value in range(6):
        publish(home, value)
    assert [manifest.number for manifest in home.releases()] == [4, 5, 6]
    home.rollback(4)
    publish(home, 7)
    assert [manifest.number for manifest in home.releases()] == [5, 6, 7]
    with pytest.raises(NotFoundError):
        home.rollback(4)


def test_twenty_are_kept_unless_told_otherwise(home: Home) -> None:
    for value in range(22):
        publish(home, value)
    assert [manifest.number for manifest in home.releases()] == list(range(3, 23))


def _hold_until_told(path: Path, pipe) -> None:
    release = Home(path).require()
    pipe.send(release.number)
    pipe.recv()
    pipe.send(len(list(release.verify())))


def test_a_release_that_another_process_holds_is_kept(home: Home) -> None:
    publish(home, 1)
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    reader = spawn.Process(target=_hold_until_told, args=(home.path, theirs))
    reader.start()
    assert ours.recv() == 1
    publish(home, 2)
    publish(home, 3)
    assert home.prune(1) == [2]
    ours.send("look")
    assert ours.recv() == 0
    reader.join()
    assert home.prune(1) == [1]


def test_what_is_no_whole_release_stops_no_pruning(home: Home) -> None:
    for number in (1, 2, 3):
        publish(home, number)
    (home.path / "releases" / "1" / FILE).unlink()
    assert home.prune(1) == [1, 2]
    assert [each.number for each in home.releases()] == [3]


def test_a_hold_ends_with_close_or_with_the_object(home: Home) -> None:
    publish(home, 1)
    publish(home, 2)
    with home.release(1):
        assert home.prune(1) == []
    assert home.prune(1) == [1]
    publish(home, 3)
    held = home.release(2)
    assert home.prune(1) == []
    del held
    assert home.prune(1) == [2]


def test_a_reader_that_comes_too_late_for_one_finds_the_next(home: Home) -> None:
    publish(home, 1)
    publish(home, 2)
    held = home.release(1)
    shutil.rmtree(home.path / "releases" / "1")  # what is open stays readable to the end
    assert held.manifest.number == 1
    with pytest.raises(NotFoundError):
        home.release(1)
    assert numbers(home.require()) == {1, 2}
