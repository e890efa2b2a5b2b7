"""A published release, opened to read."""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from graph.errors import DamagedHomeError, NotFoundError
from graph.home.hashing import graph_entry, graph_keys
from graph.home.locks import hold
from graph.home.manifest import FILE, Manifest, read_manifest
from graph.store import open_store

STORE = "store"
TEXTS = "texts"


class Release:
    """One release in its directory; while it is open no process can prune it.

    The hold ends with :meth:`close`, with the object or with the process, and is shared by
    children forked meanwhile. Raises FileNotFoundError when the directory is gone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.close = weakref.finalize(self, os.close, hold(path / FILE))
        self.manifest: Manifest = read_manifest(path)

    def __enter__(self) -> Release:
        """The release itself, closed when the block is left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the release be pruned."""
        self.close()

    @property
    def number(self) -> int:
        """The release's number, never given to another."""
        return self.manifest.number

    @cached_property
    def store(self) -> Store:
        """The graph, read-only, opened at the first use.

        Raises DamagedHomeError when its files are not those of a store.
        """
        try:
            return open_store(self.path / STORE)
        except (FileNotFoundError, RuntimeError) as error:  # the latter is RocksDB's corruption
            raise DamagedHomeError(
                f"{self.path / STORE}: cannot be opened ({' '.join(str(error).split())}); go back"
                " to another release with `lianghui releases rollback NUMBER`"
            ) from error

    @property
    def texts(self) -> Collection[str]:
        """The keys of the texts held."""
        return self.manifest.texts.keys()

    def text(self, key: str) -> str:
        """The text with that key, checked against its hash.

        Raises NotFoundError when the release holds no such text, DamagedHomeError when its
        file is missing or is not what was stored.
        """
        entry = self.manifest.texts.get(key)
        if entry is None:
            raise NotFoundError(f"text {key}: not held in release {self.number}")
        path = self.path / TEXTS / key
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise DamagedHomeError(
                f"{path}: not the text that was stored; restore it from a backup or read"
                " the report again"
            )
        return data.decode("utf-8")

    def find_text(self, key: str) -> str | None:
        """As :meth:`text`, but None for a text that is not held."""
        return self.text(key) if key in self.texts else None

    def verify(self) -> Iterator[str]:
        """What contradicts the manifest, in words; nothing when all is as it was published."""
        graphs = self.manifest.graphs
        for key in sorted(graphs.keys() ^ graph_keys(self.store)):
            yield f"graph {key}: in the manifest or in the store, not in both"
        for key, entry in graphs.items():
            if graph_entry(self.store, key) != entry:
                yield f"graph {key}: its triples are not those that were published"
        for key in self.texts:
            try:
                self.text(key)
            except DamagedHomeError as error:
                yield str(error)
