"""A change in the making: a copy of the current release that only its maker sees."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain, starmap
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.errors import DamagedHomeError, InputError
from graph.home.hashing import DEFAULT, graph_entry, graph_key, graph_keys, graph_size
from graph.home.kept_texts import KeptTexts
from graph.home.manifest import GraphEntry, Manifest
from graph.home.pair import Pair
from graph.home.release import STORE, Release
from graph.home.streams import noting, only
from graph.store import checkpoint, mark, open_store, seal

_WORK = "work"


class Draft(KeptTexts):
    """What :meth:`Home.change` hands out; leaving the ``with`` block publishes it.

    ``store`` is there to be queried. Write through the methods, which note the graphs they
    touch, so that only those are hashed and judged again; what is written straight to the store
    is noticed too, at the price of hashing every graph. ``number`` is the release it is to
    become, ``published`` its manifest once it has.
    """

    def __init__(self, path: Path, base: Release | None, number: int) -> None:
        super().__init__(path, base)
        self.number = number
        self.cancelled = False
        self.published: Manifest | None = None
        self._base_graphs: Mapping[str, GraphEntry] = base.manifest.graphs if base else {}
        self._graphs = dict(self._base_graphs)
        self._stale: set[str] | None = set()  # None: any graph may have changed
        work = path / _WORK
        disk = checkpoint(base.path / STORE, work) if base else Store(str(work))
        self._pair = Pair(disk, held=base is None)
        self._seen, self._counted = mark(work)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads to the graphs that they name, few or millions."""
        touched: set[str] = set()
        with self._writing(touched):
            self._pair.insert(noting(quads, touched))

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads from the graphs that they name; one that is not there is no error."""
        touched: set[str] = set()
        with self._writing(touched):
            for quad in noting(quads, touched):
                self._pair.do(partial(Store.remove, quad=quad))

    def replace_graph(self, graph: NamedNode | DefaultGraph, quads: Iterable[Quad]) -> None:
        """Have a graph hold these quads and no others; with none it is there and empty.

        The graph is empty when the first quad is asked for. Raises ValueError for a quad of
        another graph.
        """
        self.replace_graphs([(graph, quads)])

    def replace_graphs(
        self, graphs: Collection[tuple[NamedNode | DefaultGraph, Iterable[Quad]]]
    ) -> None:
        """The same for many graphs, whose quads go in together: many small writes are slow."""
        with self._writing({graph_key(graph) for graph, _ in graphs}):
            for graph, _ in graphs:
                self._pair.do(partial(_empty, graph))
            self._pair.insert(chain.from_iterable(starmap(only, graphs)))

    def remove_graph(self, graph: NamedNode | DefaultGraph) -> None:
        """Take a graph out, name and all; one that is not there is no error."""
        if isinstance(graph, NamedNode) and not self.view.contains_named_graph(graph):
            return
        with self._writing({graph_key(graph)}):
            self._pair.do(lambda store: store.remove_graph(graph))

    def load(self, path: Path) -> None:
        """Add an RDF file, its format told by its extension; blank nodes get fresh labels.

        Raises InputError when it cannot be read, naming the line.
        """
        try:
            self.add(parse(path=str(path), rename_blank_nodes=True))
        except SyntaxError as error:
            raise InputError(path, str(error.msg)) from error
        except (ValueError, FileNotFoundError, PermissionError, IsADirectoryError) as error:
            raise InputError(path, str(error)) from error

    def load_named(self, path: Path, form: RdfFormat, graph: NamedNode | None) -> bool:
        """Add those lines of a file of N-Quads or N-Triples that name no blank node.

        ``graph`` takes the triples that name none. False, and nothing is added, where nothing is
        :attr:`held`, or would be: read the file otherwise then. Raises SyntaxError and OSError.
        """
        if DEFAULT in self._base_graphs:  # whose triples would be taken for the file's
            return False
        there = self.base.manifest.triples if self.base else 0
        with self._writing(set()):
            found = self._pair.load(path, form, graph, there)
            self._stale = None if found else self._stale
        return found

    def update(
        self, text: str, *, base_iri: str | None = None, graphs: Collection[str] | None = None
    ) -> None:
        """Run a SPARQL update, all of it or nothing.

        ``graphs`` names those it can touch (IRIs, ``default``), for who knows; else every graph
        is hashed again. Raises SyntaxError. It would fetch what ``LOAD`` or ``SERVICE`` name:
        refuse those before.
        """
        with self._writing(graphs):
            self._pair.drop()  # run again, it could name blank nodes otherwise, or tell the time
            self.store.update(text, base_iri=base_iri)

    def clear(self) -> None:
        """Take out every graph; the texts stay."""
        with self._writing(None):
            self._pair.do(Store.clear)

    def cancel(self) -> None:
        """Publish nothing when the block is left: there was nothing to change."""
        self.cancelled = True

    @property
    def store(self) -> Store:
        """The store on disk, when it holds all that was written."""
        if self._pair.busy:
            self._pair.disk()
            self._seen, self._counted = mark(self.path / _WORK)
        return self._pair.disk()

    @property
    def view(self) -> Store:
        """``store`` to read much of: in memory where :attr:`held`, and never to be written."""
        self._notice()
        return self.store if self._pair.twin is None else self._pair.twin

    @property
    def held(self) -> bool:
        """Whether :attr:`view` is in memory."""
        self._notice()
        return self._pair.twin is not None

    @property
    def graphs(self) -> Mapping[str, GraphEntry]:
        """Count and hash of every graph as it is now, by IRI (``default``: the unnamed one)."""
        self._notice()
        if self._stale != set():
            self._refresh()
        if not self._pair.busy and self._grown():
            # A bulk load straight into the store leaves the log alone, but not the count.
            if sum(entry.triples for entry in self._graphs.values()) != len(self.store):
                self._stale = None
                self._pair.drop()
                self._refresh()
            self._counted = mark(self.path / _WORK).tables
        return self._graphs

    def changed_graphs(self) -> frozenset[str]:
        """The graphs that differ from the base release: added, removed or of another hash."""
        graphs = self.graphs
        keys = graphs.keys() | self._base_graphs.keys()
        return frozenset(k for k in keys if graphs.get(k) != self._base_graphs.get(k))

    @property
    def changed(self) -> bool:
        """Whether a graph or a text differs from the base release."""
        before = self.base.manifest.texts if self.base else {}
        return bool(self.changed_graphs()) or self.texts.keys() != before.keys()

    def finish(self, manifest: Manifest) -> None:
        """Make the directory a release's: sealed store, all texts, this manifest.

        Raises DamagedHomeError when the sealed store lacks something of what was hashed, or holds
        something that was not.
        """
        changed = self.changed_graphs()
        seal(self.store, self.path / STORE)
        _require(self.path / STORE, manifest.graphs, changed)
        self.close()
        shutil.rmtree(self.path / _WORK)
        self.gather()
        manifest.write(self.path)

    def close(self) -> None:
        """Let the store go; the draft is of no further use."""
        self._pair.close()

    def _refresh(self) -> None:
        view = self.view
        present = graph_keys(view)
        stale = present if self._stale is None else self._stale & present
        stale |= present - self._graphs.keys()
        self._graphs = {key: self._graphs[key] for key in present - stale if key in self._graphs}
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # the engine gives the interpreter free
            entries = pool.map(lambda key: graph_entry(view, key), sorted(stale))
            self._graphs |= dict(zip(sorted(stale), entries, strict=True))
        self._stale = set()

    def _notice(self) -> None:
        if not self._pair.busy and mark(self.path / _WORK).log != self._seen:
            self._stale = None
            self._pair.drop()
            self._seen = mark(self.path / _WORK).log

    @contextmanager
    def _writing(self, touched: Collection[str] | None) -> Iterator[None]:
        self._notice()
        grown = not self._pair.busy and self._grown()
        try:
            yield
        except BaseException:
            self._pair.drop()  # it may have got what the store refused
            raise
        finally:
            known = self._stale is not None and touched is not None
            self._stale = {*(self._stale or ()), *(touched or ())} if known else None
            self._seen, tables = mark(self.path / _WORK)
            self._counted = self._counted if grown else tables

    def _grown(self) -> bool:
        """Whether table files were written since it was last looked, and not by a method."""
        return mark(self.path / _WORK).tables != self._counted


def _empty(graph: NamedNode | DefaultGraph, store: Store) -> None:
    store.clear_graph(graph)
    store.add_graph(graph)


def _require(path: Path, graphs: Mapping[str, GraphEntry], changed: frozenset[str]) -> None:
    sealed = open_store(path)
    for key in changed & graphs.keys():
        if graph_size(sealed, key) != graphs[key].triples:
            raise DamagedHomeError(f"{path}: the sealed store lacks some of {key}")
    hashed = sum(entry.triples for entry in graphs.values())
    if hashed != (held := len(sealed)):  # 0.2 s for a million
        raise DamagedHomeError(
            f"{path}: of {held:,} triples {hashed:,} were hashed: something was written that"
            " nobody named; nothing is published"
        )
