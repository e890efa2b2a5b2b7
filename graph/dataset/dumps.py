"""The dumps of a release as files: sorted N-Quads and TriG, packed, with what can be checked.

They are made when first asked for and kept beside the releases, since to sort and pack a graph
takes longer than to change it. The same release always gives the same bytes.
"""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO, cast

from graph.home.dump import FORMATS, dump_release
from graph.home.files import full_disk, write_json
from graph.home.release import Release

FOLDER = "dumps"
LEVEL = 6
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
MEDIA_TYPES = {"nq": "application/n-quads", "trig": "application/trig"}


@dataclass(frozen=True, slots=True)
class File:
    """Size in bytes and SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump: its form (``nq`` or ``trig``), where it lies packed, as it is and as packed."""

    form: str
    path: Path
    plain: File
    packed: File


class _Hashing:
    """Passes bytes on, and counts and hashes them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._digest, self._size = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._digest.update(data)
        self._size += len(data)
        return self._out.write(data)

    def writelines(self, lines: list[bytes]) -> None:
        """Take several lines at once."""
        self.write(b"".join(lines))

    def flush(self) -> None:
        """Nothing is held back here."""

    def file(self) -> File:
        """What was written so far."""
        return File(self._size, self._digest.hexdigest())


def dumps(release: Release) -> tuple[Dump, ...]:
    """The dumps of a release, made where they are not there yet.

    They lie in ``dumps/NUMBER/`` of the home, or in a directory of this process where the home
    cannot be written. Raises StorageFullError.
    """
    return tuple(dump(release, form) for form in FORMATS)


def there(release: Release) -> dict[str, Dump | None]:
    """Each form's dump where it was made before, else None."""
    folder = release.path.parent.parent / FOLDER / str(release.number)
    return {form: _made(release, form, folder) for form in FORMATS}


def dump(release: Release, form: str) -> Dump:
    """One dump of a release; as :func:`dumps`."""
    home = release.path.parent.parent
    try:
        folder = home / FOLDER / str(release.number)
        folder.mkdir(parents=True, exist_ok=True)
        _forget(home)
        return _dump(release, form, folder)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
    folder = Path(_own().name, str(release.number))
    folder.mkdir(exist_ok=True)
    return _dump(release, form, folder)


@cache
def _own() -> tempfile.TemporaryDirectory[str]:
    """Where this process puts the dumps of a home that it cannot write, until it ends."""
    return tempfile.TemporaryDirectory(prefix="lianghui-")


def _forget(home: Path) -> None:
    """Drop the dumps of releases that are no longer kept."""
    for each in (home / FOLDER).iterdir():
        if not (home / "releases" / each.name).exists():
            shutil.rmtree(each, ignore_errors=True)


def _dump(release: Release, form: str, folder: Path) -> Dump:
    target, told = _files(folder, form)
    with full_disk(folder), (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second finds it made
        if found := _made(release, form, folder):
            return found
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as file:
            plain, packed = pack(release, form, file)
        fresh.replace(target)
        state = _state(release)
        write_json(told, {"graphs": state, "plain": asdict(plain), "packed": asdict(packed)})
    return Dump(form, target, plain, packed)


def _made(release: Release, form: str, folder: Path) -> Dump | None:
    target, told = _files(folder, form)
    with suppress(FileNotFoundError, ValueError, KeyError):
        raw = json.loads(told.read_text("utf-8"))
        if raw["graphs"] == _state(release):
            return Dump(form, target, File(**raw["plain"]), File(**raw["packed"]))
    return None


def _files(folder: Path, form: str) -> tuple[Path, Path]:
    """Where a dump lies, and what is said of it."""
    return folder / f"lianghui.{form}.gz", folder / f"{form}.json"


def _state(release: Release) -> str:
    """What tells a release from another of its number, in a home that was begun anew."""
    hashes = {key: entry.sha256 for key, entry in release.manifest.graphs.items()}
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def pack(release: Release, form: str, out: IO[bytes]) -> tuple[File, File]:
    """Write a dump, packed; what it is as it stands and as packed."""
    packed = _Hashing(out)
    with gzip.GzipFile("", "wb", LEVEL, cast(BinaryIO, packed), mtime=0) as file:
        plain = _Hashing(cast(IO[bytes], file))
        dump_release(release, cast(BinaryIO, plain), form=form)
    return plain.file(), packed.file()
