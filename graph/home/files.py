"""Files that survive a power cut, links that switch at once, and the disk that is full."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import StorageFullError

FULL = frozenset({errno.EDQUOT, errno.EFBIG, errno.ENOSPC})
"""What the system says where the disk, a quota or a limit of size takes no more."""
_FULL_TEXTS = ("no space left on device", "disk quota exceeded", "file too large")
_NO_HARD_LINK = {errno.EMLINK, errno.ENOTSUP, errno.EPERM, errno.EXDEV}


@contextmanager
def full_disk(place: Path) -> Iterator[None]:
    """Turn a full disk, also as RocksDB words it, into :class:`StorageFullError`."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        known = getattr(error, "errno", None) in FULL
        if not known and not any(words in str(error).lower() for words in _FULL_TEXTS):
            raise
        raise StorageFullError(
            f"{place}: the disk is full; nothing was changed; free some space"
            " (`lianghui releases prune` drops old releases) and run it again"
        ) from error


def sync(path: Path) -> None:
    """Have a file's content, or a directory's entries, on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """:func:`sync` a directory with all that is below it.

    A file with further hard links is left out: it came from a release that was synced whole.
    """
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.stat().st_nlink == 1:
                sync(path)
        sync(Path(parent))


def write_json(path: Path, value: dict[str, Any], mode: int = 0o666) -> None:
    """Write a value so that other processes see the old file or the new one, whole.

    ``mode`` is who may read and write it, less what the process's umask takes away.
    """
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode)
    text = json.dumps(value, ensure_ascii=False, indent=1)
    fresh.write_text(text + "\n", encoding="utf-8")
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def point(link: Path, target: str) -> None:
    """Have a symbolic link name another target, in one step that lasts."""
    fresh = link.with_name(link.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    try:
        fresh.replace(link)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync(link.parent)


def link_or_copy(source: Path, target: Path) -> None:
    """Hard-link a file that never changes, or copy it where the file system has no such links."""
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_HARD_LINK:
            raise
        shutil.copyfile(source, target)
