"""One release as one file, and back: nothing is restored that is not what was backed up.

The file is a tar archive of a release's directory (manifest, store, texts) with ``SHA256SUMS``,
which ``sha256sum -c`` reads too, as its last member. Tokens are no part of it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from graph.errors import DamagedHomeError, InputError
from graph.home.files import full_disk, sync
from graph.home.manifest import FILE
from graph.home.release import STORE, TEXTS
from graph.releases import Draft, Home, Release

SUMS = "SHA256SUMS"
_MEMBER = re.compile(rf"(?:{re.escape(FILE)}|{SUMS}|(?:{STORE}|{TEXTS})/[\w\-][\w.\-]*)")
_CHUNK = 1 << 20
_PACKED = (".gz", ".tgz")


def backup(home: Home, target: Path) -> Path:
    """Write the current release into ``target``, compressed where its name ends in .gz or .tgz.

    The file is there whole or not at all. Raises NoReleaseError, InputError where it cannot be
    written, and StorageFullError.
    """
    target = target.resolve()  # or a link would be replaced instead of what it leads to
    if target.exists() and not target.is_file():
        raise InputError(target, "is no ordinary file", "choose another place")
    with home.require() as release, full_disk(target.parent):
        try:
            with _made(target) as out:
                _pack(release, out, packed=target.suffix in _PACKED)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
            problem = f"cannot be written ({error.strerror})"
            raise InputError(target, problem, "choose another place") from error
    return target


@contextmanager
def _made(target: Path) -> Iterator[IO[bytes]]:
    """A file of its own that takes the target's place if the block ends well, else is gone."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with fresh.open("wb") as out:
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    sync(target.parent)


def restore(home: Home, source: Path) -> Release:
    """Publish what a backup holds as the next release; what is there is neither read nor changed.

    Every file is checked against its hash, and every graph and text against the manifest, before
    anything is published; the gate judges it like any other change. Raises InputError for what
    is no backup, DamagedHomeError for one that is not as it was made, and what
    :meth:`graph.releases.Home.change` raises.
    """
    with (
        home.change(f"restore {source.name}", fresh=True) as draft,
        TemporaryDirectory(dir=draft.path) as folder,
    ):
        _unpack(source, Path(folder))
        _check_sums(source, Path(folder))
        _fill(draft, source, Path(folder))
    return home.require()


def _pack(release: Release, out: IO[bytes], *, packed: bool) -> None:
    """The files in the order of their names, so that a release always gives the same archive."""
    stream = gzip.GzipFile("", "wb", 6, out, mtime=0) if packed else out
    names = [FILE, *_names(release.path, STORE), *(f"{TEXTS}/{key}" for key in release.texts)]
    when = int(release.manifest.time.timestamp())
    sums = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(names):
            with (release.path / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                sums.write(f"{digest}  {name}\n".encode())
                file.seek(0)
                _enter(archive, name, file, os.fstat(file.fileno()).st_size, when)
        size = sums.tell()
        sums.seek(0)
        _enter(archive, SUMS, sums, size, when)
    if packed:
        stream.close()


def _names(path: Path, folder: str) -> Iterator[str]:
    """The files of a store; its lock and its log are no part of it."""
    for each in (path / folder).iterdir():
        if each.name != "LOCK" and not each.name.startswith("LOG"):
            yield f"{folder}/{each.name}"


def _enter(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int, when: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, when, 0o644
    archive.addfile(entry, file)


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        problem = f"is no whole backup ({str(error).partition(':')[0]})"
        raise InputError(source, problem, "take one that `lianghui backup` made") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise InputError(source, f"cannot be read ({error.strerror})") from error


def _unpack(source: Path, folder: Path) -> None:
    """Write out the members, each a plain file under a name that a backup has, once."""
    (folder / STORE).mkdir()
    (folder / TEXTS).mkdir()
    with _readable(source), tarfile.open(source, "r:*") as archive:
        for member in archive:
            if not member.isreg() or not _MEMBER.fullmatch(member.name):
                raise InputError(source, f"holds {member.name!r}, which no backup does")
            content = cast(IO[bytes], archive.extractfile(member))
            try:
                with (folder / member.name).open("xb") as out:
                    shutil.copyfileobj(content, out, _CHUNK)
            except FileExistsError as error:
                raise InputError(source, f"holds {member.name} twice") from error


def _check_sums(source: Path, folder: Path) -> None:
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise InputError(source, f"has no readable {SUMS}", "take another backup") from error
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {SUMS}
    for name in sorted(found ^ sums.keys()):
        raise _damaged(source, f"{name} is in the archive or in {SUMS}, not in both")
    for name, digest in sums.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise _damaged(source, f"{name} is not what was backed up")


def _fill(draft: Draft, source: Path, folder: Path) -> None:
    """Have the draft hold what the unpacked release holds, once that is proved sound."""
    try:
        release = Release(folder)
        fault = next(release.verify(), None)
    except (DamagedHomeError, FileNotFoundError) as error:
        raise _damaged(source, str(error).replace(f"{folder}/", "")) from error
    if fault is not None:
        raise _damaged(source, fault)
    with release:
        for name in release.store.named_graphs():
            draft.store.add_graph(name)  # an empty one is a graph too
        draft.add(release.store)
        for key in release.texts:
            draft.add_text(release.text(key))
        if draft.graphs != release.manifest.graphs:
            raise _damaged(source, "its graphs change when they are copied")


def _damaged(source: Path, problem: str) -> DamagedHomeError:
    return DamagedHomeError(f"{source}: {problem}; nothing was restored; take another backup")
