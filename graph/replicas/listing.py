"""The files of a release, as an instance tells of them to who mirrors it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from graph.errors import EngineFailedError, NotFoundError
from graph.home.manifest import FILE
from graph.releases import Release

NAME = re.compile(r"(?:[\w\-][\w.\-]*/)?[\w\-][\w.\-]*")
"""A file of a release: at most one folder deep, hidden nowhere."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file: its name below the release, its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """The file as JSON knows it."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256}


def files(release: Release) -> list[ListedFile]:
    """Every file of a release, by name; what a store keeps for itself alone is left out."""
    return sorted(_files(release), key=lambda each: each.name)


def _files(release: Release) -> Iterator[ListedFile]:
    for parent, _, names in os.walk(release.path):
        folder = Path(parent).relative_to(release.path)
        for name in names:
            if name == "LOCK" or name.startswith("LOG"):
                continue
            # A text that a release no longer has may still lie in its folder.
            if folder.name == "texts" and name not in release.texts:
                continue
            path = Path(parent, name)
            about = path.stat()
            seen = _Seen(path, about.st_ino, about.st_size, about.st_mtime_ns)
            yield ListedFile(str(folder / name), about.st_size, _digest(seen))


class _Seen(NamedTuple):
    """A file as it was when it was read; a published one never changes."""

    path: Path
    inode: int
    size: int
    modified: int


@lru_cache(1 << 16)
def _digest(seen: _Seen) -> str:
    with seen.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find(release: Release, name: str) -> Path:
    """Where a listed file is. Raises NotFoundError for any other."""
    if any(each.name == name for each in files(release)):
        return release.path / name
    raise NotFoundError(f"{name}: no file of release {release.number}")


def read_listing(found: object) -> list[ListedFile]:
    """The files that an origin lists, each name proved to lead nowhere else.

    Raises EngineFailedError for what is no such list.
    """
    try:
        listed = [ListedFile(**each) for each in found["files"]]  # type: ignore[index]
        sound = all(
            NAME.fullmatch(each.name) and _HASH.fullmatch(each.sha256) and each.size >= 0
            for each in listed
        )
    except (KeyError, TypeError) as error:
        raise EngineFailedError("the origin's list of files cannot be read") from error
    names = [each.name for each in listed]
    if not sound or FILE not in names or len(set(names)) != len(names):
        raise EngineFailedError("the origin's list of files is not that of a release")
    return listed
