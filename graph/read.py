"""From the paths a user gives to the documents to read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from graph.errors import InputError
from graph.readers.containers import CONTAINERS, Document, container

__all__ = ["LIMIT", "Document", "documents", "others", "paths", "read", "reads"]

LIMIT = 64 * 2**20
"""Bytes a file may have; the longest report has a tenth of a megabyte."""
HIDDEN = (".", "~$")
"""How the names of files begin that are left alone."""


def paths(given: Iterable[Path]) -> list[Path]:
    """The files to read: those given, and in folders every file of a kind we read.

    Sorted within a folder, each file once, hidden ones left out. Raises InputError for a path
    that is not there, for a folder without such files, and where one in it cannot be read.
    """
    found: dict[Path, None] = {}
    for path in given:
        if not os.path.lexists(path):
            raise InputError(path, "is not there", "check the path")
        found.update(dict.fromkeys(_below(path) if path.is_dir() else [path]))
    return list(found)


def read(path: Path) -> Iterator[Document]:
    """The documents of one file, whole or not at all.

    Raises InputError, naming the file and where it can the line, for one that is empty, too
    large, not allowed to be read, of a kind that is not read, or spoilt.
    """
    return documents(_bytes(path), path)


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """The documents of a file with these bytes, whole or not at all; raises as :func:`read`."""
    if len(data) > LIMIT:
        raise _too_large(path, len(data))
    if not data.strip():
        raise InputError(path, "is empty", "give a file with the report's text in it")
    return iter(tuple(container(data, path).documents(data, path)))


def reads(path: Path) -> bool:
    """Whether a file of that name is of a kind that is read, and not hidden."""
    return path.suffix.lower() in _suffixes() and not path.name.startswith(HIDDEN)


def others(folder: Path) -> list[Path]:
    """The files in a folder that :func:`paths` leaves alone, since no kind we read has its suffix.

    Sorted; hidden ones do not count.
    """
    return [path for path in _files(folder) if path.suffix.lower() not in _suffixes()]


def _below(folder: Path) -> list[Path]:
    files = [path for path in _files(folder) if path.suffix.lower() in _suffixes()]
    if not files:
        expected = ", ".join(sorted(_suffixes()))
        raise InputError(folder, "holds no report to read", f"expected files ending in {expected}")
    return files


def _suffixes() -> set[str]:
    return {suffix for kind in CONTAINERS for suffix in kind.suffixes}


def _files(folder: Path) -> list[Path]:
    found = (
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
    )
    return sorted(path for path in found if path.is_file() and not _hidden(path, folder))


def _unreadable(error: OSError) -> NoReturn:
    problem = f"cannot be read ({error.strerror})"
    raise InputError(error.filename, problem, "check its permissions") from error


def _hidden(path: Path, folder: Path) -> bool:
    """Whether a part begins as hidden files do, or those that Word keeps beside an open one."""
    return any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputError(path, "is no ordinary file", "give a file or a folder")
        if about.st_size > LIMIT:
            raise _too_large(path, about.st_size)
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError(path, problem, "check that it is there and its permissions") from error


def _too_large(path: Path, size: int) -> InputError:
    problem = f"has {size / 2**20:,.0f} MiB, more than {LIMIT // 2**20}"
    return InputError(path, problem, "split it into one file a report")
