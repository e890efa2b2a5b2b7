"""One writer for a home, and readers that keep what they read from being pruned.

Both are ``flock`` locks: the kernel drops them when a process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import HomeBusyError

_POLL_SECONDS = 0.02
_writers: set[int] = set()


def _let_go_in_child() -> None:
    """A child forked during a change must not hold the home beyond its parent's death."""
    for descriptor in _writers:
        with suppress(OSError):
            os.close(descriptor)
    _writers.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def exclusive(path: Path, purpose: str, wait: float) -> Iterator[None]:
    """Be the only one inside, of all processes and threads that use this file.

    ``purpose`` is told to those who wait in vain. Raises HomeBusyError after ``wait`` seconds.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    _writers.add(descriptor)
    try:
        _acquire(descriptor, path, wait)
        _sign(descriptor, purpose)
        yield
    finally:
        if descriptor in _writers:
            _writers.remove(descriptor)
            os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not _try(descriptor, fcntl.LOCK_EX):
        if time.monotonic() >= deadline:
            owner = path.read_text("utf-8", errors="replace").strip() or "another process"
            raise HomeBusyError(
                f"{path.parent}: being written by {owner}; waited {wait:g} s; try again later"
            )
        time.sleep(_POLL_SECONDS)


def _sign(descriptor: int, purpose: str) -> None:
    with suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} ({purpose})\n".encode(), 0)


def hold(path: Path) -> int:
    """Share a lock on a file that exists, and return the open descriptor that carries it.

    Raises FileNotFoundError when the file is gone or is just being pruned.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if _try(descriptor, fcntl.LOCK_SH) and os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
        raise FileNotFoundError(f"{path}: pruned")
    except OSError:
        os.close(descriptor)
        raise


@contextmanager
def unheld(path: Path) -> Iterator[bool]:
    """Whether nobody holds the file, and nobody can while inside; one that is not there is free."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield True
        return
    try:
        yield _try(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _try(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
