"""Backups: the same release comes back, and nothing that is not it."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from chain import ONE, TWO, names, numbers, publish, quad, tree
from graph.errors import (
    DamagedHomeError,
    InputError,
    NoReleaseError,
    RefusedError,
    StorageFullError,
    Violation,
)
from graph.home.backup import SUMS, backup, restore
from graph.releases import Draft, Home

Members = dict[str, bytes]


@pytest.fixture
def home(tmp_home: Path) -> Home:
    home = Home(tmp_home, wait=0.2)
    publish(home, 1, text="first")
    with home.change("second") as draft:
        draft.add([quad(2), quad(3, TWO)])
        draft.replace_graph(ONE, [quad(2)])
        draft.add_text("山西")
    return home


def unpacked(path: Path) -> Members:
    with tarfile.open(path) as archive:
        return {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]


def packed(path: Path, members: Members, *, sums: bool = True) -> Path:
    """An archive of these members, with sums that fit where ``sums`` says so."""
    if sums:
        lines = (
            f"{hashlib.sha256(data).hexdigest()}  {name}"
            for name, data in members.items()
            if name != SUMS
        )
        members = members | {SUMS: ("\n".join(lines) + "\n").encode()}
    with tarfile.open(path, "w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz", "b.tgz"])
def test_a_release_comes_back_into_an_empty_home(home: Home, tmp_path: Path, name: str) -> None:
    path = backup(home, tmp_path / name)
    assert path.read_bytes()[:2] == (b"ma" if name == "b.tar" else b"\x1f\x8b")
    other = Home(tmp_path / "other")
    release = restore(other, path)
    before = home.require().manifest
    assert (release.number, release.manifest.parent) == (1, None)
    assert (release.manifest.graphs, release.manifest.texts) == (before.graphs, before.texts)
    assert release.manifest.reason == f"restore {name}"
    assert numbers(release) == {2, 3}
    assert list(release.verify()) == []
    assert publish(other, 9) == 2


def test_it_goes_on_the_chain_and_overwrites_nothing(home: Home, tmp_path: Path) -> None:
    path = backup(home, tmp_path / "b.tar")
    publish(home, 7)
    before = tree(home.path / "releases" / "3")
    release = restore(home, path)
    assert release.number == 4
    assert tree(home.path / "releases" / "3") == before
    assert numbers(home.release(3)) == {2, 3, 7}
    assert numbers(release) == {2, 3}
    assert names(home.path / "drafts") == []
    assert names(release.path) == ["manifest.json", "store", "texts"]


def test_empty_graphs_and_blank_nodes_come_back(tmp_home: Path, tmp_path: Path) -> None:
    home = Home(tmp_home)
    with home.change("odd") as draft:
        draft.replace_graph(TWO, ())
        draft.update(f"INSERT DATA {{ GRAPH <{ONE.value}> {{ _:a <http://example.org/p> _:b }} }}")
    again = restore(Home(tmp_path / "other"), backup(home, tmp_path / "b.tar"))
    assert again.manifest.graphs == home.require().manifest.graphs
    assert again.manifest.graphs[TWO.value].triples == 0


def test_sha256sum_reads_the_sums(home: Home, tmp_path: Path) -> None:
    path = backup(home, tmp_path / "b.tar")
    with tarfile.open(path) as archive:
        assert archive.getnames()[-1] == SUMS
    (tmp_path / "x").mkdir()
    subprocess.run(["tar", "-xf", path, "-C", tmp_path / "x"], check=True)
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", SUMS], cwd=tmp_path / "x", check=True)


def test_the_same_release_gives_the_same_file(home: Home, tmp_path: Path) -> None:
    one, two = backup(home, tmp_path / "1.tar.gz"), backup(home, tmp_path / "2.tar.gz")
    assert one.read_bytes() == two.read_bytes()


def test_a_backup_holds_no_tokens(home: Home, tmp_path: Path) -> None:
    (home.path / "tokens.json").write_text("secret")
    assert b"secret" not in backup(home, tmp_path / "b.tar").read_bytes()


def test_a_damaged_home_is_mended(home: Home, tmp_path: Path) -> None:
    path = backup(home, tmp_path / "b.tar")
    folder = home.path / "releases" / "2"
    for each in (folder / "texts").iterdir():
        each.unlink()
    for each in (folder / "store").iterdir():
        each.write_bytes(b"\0")
    release = restore(home, path)
    assert list(release.verify()) == []
    assert numbers(release) == {2, 3}
    (home.path / "current").unlink()
    (home.path / "current").symlink_to("releases/77")
    assert numbers(restore(home, path)) == {2, 3}


def test_without_a_release_there_is_no_backup(tmp_home: Path, tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError):
        backup(Home(tmp_home), tmp_path / "b.tar")
    assert names(tmp_path) == []


def test_where_nothing_can_be_written_the_place_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere/b.tar: cannot be written"):
        backup(home, tmp_path / "nowhere" / "b.tar")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"file/b.tar: cannot be written"):
        backup(home, tmp_path / "file" / "b.tar")


def test_no_file_beside_it_is_touched(home: Home, tmp_path: Path) -> None:
    beside = tmp_path / "b.tar.new"
    beside.write_text("mine")
    backup(home, tmp_path / "b.tar")
    assert names(tmp_path) == ["b.tar", "b.tar.new", "home"]
    assert beside.read_text() == "mine"


def test_a_full_disk_leaves_the_older_backup(home: Home, tmp_path: Path) -> None:
    path = backup(home, tmp_path / "b.tar")
    before = path.read_bytes()
    (tmp_path / f".b.tar.{os.getpid()}").symlink_to("/dev/full")
    with pytest.raises(StorageFullError):
        backup(home, path)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["b.tar", "home"]


def _other_text(members: Members) -> Members:
    return {n: b"else" if n.startswith("texts/") else d for n, d in members.items()}


def _missing_text(members: Members) -> Members:
    gone = next(n for n in members if n.startswith("texts/"))
    return {n: d for n, d in members.items() if n != gone}


def _other_manifest(members: Members) -> Members:
    manifest = members["manifest.json"].replace(b'"triples": 1', b'"triples": 5')
    assert manifest != members["manifest.json"]
    return members | {"manifest.json": manifest}


def _broken_manifest(members: Members) -> Members:
    return members | {"manifest.json": b"{"}


def _broken_store(members: Members) -> Members:
    return {n: d for n, d in members.items() if n != "store/CURRENT"}


CHANGES = [_other_text, _missing_text, _other_manifest, _broken_manifest, _broken_store]


@pytest.mark.parametrize("sums", [True, False], ids=["sums renewed", "sums as they were"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_refused_in_one_line(
    home: Home, tmp_path: Path, change: Callable[[Members], Members], sums: bool
) -> None:
    members = change(unpacked(backup(home, tmp_path / "b.tar")))
    path = packed(tmp_path / "changed.tar", members, sums=sums)
    before = tree(home.path / "releases")
    with pytest.raises(DamagedHomeError, match=r"changed\.tar: .*nothing was restored") as caught:
        restore(home, path)
    assert "\n" not in str(caught.value)
    assert (home.number(), tree(home.path / "releases")) == (2, before)


def test_any_flipped_byte_is_noticed_or_harmless(home: Home, tmp_path: Path) -> None:
    data = backup(home, tmp_path / "b.tar").read_bytes()
    good = home.require().manifest
    path, refused = tmp_path / "flipped.tar", 0
    for place in range(0, len(data), len(data) // 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        try:
            again = restore(Home(tmp_path / f"other{place}"), path)
        except (DamagedHomeError, InputError):
            refused += 1
        else:  # the byte was padding, or a header's owner
            assert again.manifest.graphs == good.graphs
            assert again.manifest.texts == good.texts
    assert refused > 5


@pytest.mark.parametrize("length", [0, 100, 5000])
def test_a_cut_off_archive_is_refused(home: Home, tmp_path: Path, length: int) -> None:
    for name in ("b.tar", "b.tar.gz"):
        path = backup(home, tmp_path / name)
        path.write_bytes(path.read_bytes()[:length])
        with pytest.raises((InputError, DamagedHomeError), match=name):
            restore(home, path)
    assert home.number() == 2


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "store/../../evil", "texts/.x", "evil", "store/a/b"]
)
def test_a_member_that_is_no_backups_is_refused(home: Home, tmp_path: Path, name: str) -> None:
    members = unpacked(backup(home, tmp_path / "b.tar")) | {name: b"evil"}
    with pytest.raises(InputError, match="which no backup does"):
        restore(home, packed(tmp_path / "evil.tar", members))
    assert not list(tmp_path.rglob("evil"))


def test_links_and_doubles_are_refused(home: Home, tmp_path: Path) -> None:
    path = backup(home, tmp_path / "b.tar")
    with tarfile.open(path, "a") as archive:
        entry = tarfile.TarInfo("store/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(InputError, match="store/link"):
        restore(home, path)
    path = backup(home, tmp_path / "b.tar")
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo("manifest.json"))
    with pytest.raises(InputError, match=r"manifest\.json twice"):
        restore(home, path)


def test_the_gate_judges_what_is_restored(home: Home, tmp_path: Path) -> None:
    def gate(draft: Draft) -> None:
        if draft.store.contains_named_graph(TWO):
            raise RefusedError([Violation("f", "s", "c", None, None, {"en": "no"})])

    path = backup(home, tmp_path / "b.tar")
    with pytest.raises(RefusedError):
        restore(Home(home.path, gate), path)
    assert home.number() == 2


def test_what_is_no_backup_is_said(home: Home, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_text("not a tar file")
    for path in (tmp_path / "x.tar", tmp_path / "none.tar", tmp_path):
        with pytest.raises(InputError, match=path.name):
            restore(home, path)
