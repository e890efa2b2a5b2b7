"""Damage, crowds, missing permissions and full disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from chain import ONE, P, names, numbers, publish, tree
from graph.errors import (
    DamagedHomeError,
    HomeBusyError,
    InputError,
    StorageFullError,
)
from graph.releases import Home
from graph.store import BULK


@pytest.fixture
def home(tmp_home: Path) -> Home:
    return Home(tmp_home, wait=0.2)


def test_a_link_that_leads_nowhere_is_said_and_can_be_mended(home: Home) -> None:
    publish(home, 1)
    publish(home, 2)
    shutil.rmtree(home.path / "releases" / "2")
    with pytest.raises(DamagedHomeError, match="rollback"):
        home.current()
    home.rollback(1)
    assert numbers(home.require()) == {1}


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("damage", ["remove", "cut"])
def test_a_damaged_store_is_said(home: Home, pattern: str, damage: str) -> None:
    publish(home, *range(9))
    found = sorted((home.path / "releases" / "1" / "store").glob(pattern))
    assert found
    for path in found:
        path.unlink() if damage == "remove" else path.write_bytes(path.read_bytes()[:9])
    with pytest.raises(DamagedHomeError, match="rollback"):
        home.require().store  # noqa: B018


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"number": 1', '{"number": 1, "graphs": 3}'])
def test_a_damaged_manifest_is_said(home: Home, text: str) -> None:
    publish(home, 1)
    (home.path / "releases" / "1" / "manifest.json").write_text(text)
    with pytest.raises(DamagedHomeError, match="manifest"):
        home.current()


def test_what_the_dead_left_is_cleaned_by_the_next_writer(home: Home) -> None:
    publish(home, 1)
    stale = home.path / "drafts" / "of-the-dead"
    shutil.copytree(home.path / "releases" / "1", stale)
    (home.path / "current.new").symlink_to("releases/9")
    assert publish(home, 2) == 2
    assert not stale.exists()
    assert sorted(names(home.path)) == ["current", "drafts", "lock", "releases"]


def test_a_second_writer_waits_and_then_says_who_is_writing(home: Home) -> None:
    with home.change("a long one"):
        start = time.monotonic()
        with pytest.raises(HomeBusyError, match=f"process {os.getpid()} .a long one."):
            publish(Home(home.path, wait=0.3), 1)
        assert 0.3 <= time.monotonic() - start < 5
        with pytest.raises(HomeBusyError):
            home.rollback(1)
        with pytest.raises(HomeBusyError):
            home.prune()
    assert home.number() == 1


def test_writers_take_turns_and_lose_nothing(home: Home) -> None:
    patient = Home(home.path, wait=60)
    threads = [threading.Thread(target=publish, args=(patient, value)) for value in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert home.number() == 8
    assert numbers(home.require()) == set(range(8))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_forked_in_a_change_does_not_keep_the_home(home: Home) -> None:
    child = 0
    try:
        with home.change("fork"):
            child = os.fork()
            if child == 0:
                time.sleep(60)
                os._exit(0)
        assert publish(home, 1) == 2
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_a_home_that_is_a_file_is_said(tmp_home: Path) -> None:
    tmp_home.write_text("in the way")
    with pytest.raises(InputError, match="--home"):
        publish(Home(tmp_home), 1)


def test_a_home_without_permission_is_said(home: Home) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    home.path.mkdir(mode=0o500)
    with pytest.raises(InputError, match="cannot be written"):
        publish(home, 1)


def test_a_reader_needs_no_permission_to_write(home: Home) -> None:
    publish(home, 1, text="text")
    paths = [home.path, *home.path.rglob("*")]
    for path in paths:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    try:
        before = tree(home.path)
        assert list(home.require().verify()) == []
        assert tree(home.path) == before
    finally:
        for path in paths:
            path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def long_quads(count: int) -> Iterator[Quad]:
    for number in range(count):
        yield Quad(NamedNode(f"http://example.org/{number}"), P, Literal(f"{number} " * 40), ONE)


def overfill(home: Home, kind: str) -> None:
    with home.change(kind) as draft:
        if kind == "bulk":
            draft.add(long_quads(10 * BULK))
        elif kind == "text":
            draft.add_text("x" * 9_000_000)
        else:
            for _ in range(20):
                draft.add(long_quads(BULK - 1))
                draft.clear()


def fill(path: Path, block: int) -> None:
    with path.open("ab", buffering=0) as file:
        while file.write(b"x" * block):
            pass


@pytest.mark.parametrize("kind", ["bulk", "transactions", "text"])
def test_a_full_disk_loses_nothing_and_leaves_no_trace(small_disk: Path, kind: str) -> None:
    home = Home(small_disk / "home")
    publish(home, 1, text="kept")
    before = tree(home.path / "releases")
    with pytest.raises(StorageFullError, match="free some space"):
        overfill(home, kind)
    assert tree(home.path / "releases") == before
    assert names(home.path / "drafts") == []
    assert list(home.require().verify()) == []
    assert publish(home, 2) == 2
    assert numbers(home.require()) == {1, 2}


def test_a_disk_already_full_refuses_every_change_and_serves_on(small_disk: Path) -> None:
    home = Home(small_disk / "home")
    publish(home, 1)
    before = tree(home.path / "releases")
    filler = small_disk / "filler"
    for block in (65536, 4096):  # to the last page
        with pytest.raises(OSError, match="No space"):
            fill(filler, block)
    with pytest.raises(StorageFullError):
        publish(home, 2)
    assert tree(home.path / "releases") == before
    assert numbers(home.require()) == {1}
    filler.unlink()
    assert publish(home, 2) == 2
