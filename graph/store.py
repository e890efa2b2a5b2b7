"""Oxigraph stores on disk: opened to read, copied, and watched for writes.

Measured on pyoxigraph 0.5: a read-only store shows what still sits in the write-ahead log, but
its backup silently lacks it; opening a store read-write rewrites its files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

BULK = 10_000
"""From that many quads on, writing table files beats a transaction."""
_GROUPS = Path("/sys/fs/cgroup")
_FREE = re.compile(r"^MemAvailable: +(\d+) kB", re.MULTILINE)
_OURS = re.compile(r"^0::(.*)$", re.MULTILINE)
_TAKEN = re.compile(r"^anon (\d+)", re.MULTILINE)


def open_store(path: Path) -> Store:
    """A store that is never written again, opened so that its files stay as they are."""
    return Store.read_only(str(path))


def checkpoint(source: Path, target: Path) -> Store:
    """Copy a published store by hard links, and open the copy for writing."""
    open_store(source).backup(str(target))
    return Store(str(target))


def seal(store: Store, target: Path) -> None:
    """Copy an open store, all that was written included, into a directory of its own.

    The copy is taken from the store itself, which RocksDB keeps in one piece while it compacts
    in the background; a handle that somebody still has can then not touch what is published.
    """
    store.flush()
    store.backup(str(target))


def memory() -> int:
    """The bytes of memory that the machine has, or the group of processes that this is one of."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in ("memory.max", "memory.high"):
        with suppress(OSError, ValueError):  # which says "max" where there is no limit
            found = min(found, int((_group() / name).read_text("ascii")))
    return found


def free_memory() -> int:
    """The bytes of :func:`memory` that nobody takes now, or gives up when they are asked for.

    All of it where the system does not say.
    """
    found = memory()
    with suppress(OSError):
        if match := _TAKEN.search((_group() / "memory.stat").read_text("ascii")):
            found -= int(match[1])
    with suppress(OSError):
        if match := _FREE.search(Path("/proc/meminfo").read_text("ascii")):
            found = min(found, int(match[1]) << 10)
    return found


def _group() -> Path:
    """Where Linux tells of the group of processes: a service's of systemd, or a container's."""
    with suppress(OSError):
        if match := _OURS.search(Path("/proc/self/cgroup").read_text("ascii")):
            own = _GROUPS / match[1].lstrip("/")
            return own if own.is_dir() else _GROUPS
    return _GROUPS


def insert(store: Store, quads: Iterable[Quad]) -> None:
    """Add quads in one transaction if they are few, else without keeping them in memory."""
    source = iter(quads)
    first = list(islice(source, BULK))
    if len(first) < BULK:
        store.extend(first)
    else:
        store.bulk_extend(chain(first, source))


def by_subject(store: Store) -> Iterator[Quad]:
    """All quads, subject after subject in the order of their names.

    What is asked for together is named alike (a report's statements, its tallies, a text's
    passages): put into memory in this order it lies together there.
    """
    found = store.query("SELECT DISTINCT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    for subject in sorted((row[0] for row in cast(QuerySolutions, found)), key=str):
        yield from store.quads_for_pattern(cast(NamedNode, subject), None, None)


class Mark(NamedTuple):
    """How far a store's files have grown; equal marks mean that nothing was written between.

    ``log`` grows with every transaction, ``tables`` with bulk loads but also with compaction.
    """

    log: tuple[str, int]
    tables: tuple[str, int]


def mark(path: Path) -> Mark:
    """The mark of the store in that directory, which this process has open for writing."""
    return Mark(_newest(path, "*.log"), _newest(path, "MANIFEST-*"))


def _newest(path: Path, pattern: str) -> tuple[str, int]:
    newest = max(path.glob(pattern), key=lambda file: file.name)
    return newest.name, newest.stat().st_size
