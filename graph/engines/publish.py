"""A release put into another engine, so that it is there whole before a query is asked of it.

The engine's mark is taken down before the first change and put up after the last, so whoever asks
in between learns that the release is not there; a publication that was broken off is taken up
where it stands. Each graph is replaced by one request or, where it is large, by one ``MOVE``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store

from graph.engines.engine import Engine, connect
from graph.engines.mark import Mark, digest, new_mark
from graph.engines.target import Target
from graph.errors import EngineFailedError, InputError, NotFoundError
from graph.home.hashing import DEFAULT, quad_lines
from graph.home.locks import exclusive
from graph.home.manifest import Manifest
from graph.progress import Advance, silent
from graph.releases import Home, Release

STAGING = "urn:lianghui:staging"
LISTED = 200
"""Graphs that a query names one by one; of more, all are counted."""
WAIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: graphs replaced and dropped, and those that were there already."""

    release: int
    replaced: int
    dropped: int
    kept: int


def publish(home: Home, target: Target, *, advance: Advance = silent) -> Published:
    """Have an engine hold the home's current release, and nothing else that a query sees.

    Raises NoReleaseError, InputError for a release that has triples outside named graphs, and
    EngineUnreachableError, EngineUnknownError or EngineFailedError; the engine then says that it
    holds no whole release, and the next call goes on from what it has.
    """
    with (
        exclusive(home.path / "engine.lock", "publish", WAIT_SECONDS),
        home.require() as release,
        connect(target) as engine,
    ):
        _require_named(release.manifest)
        held = engine.mark()
        if held and held.whole and held.digest == digest(release.manifest):
            return Published(release.number, 0, 0, len(release.manifest.graphs))
        changes = _changes(home, engine, held, release)
        engine.set_mark(new_mark(release.manifest, whole=False))
        _apply(engine, release, changes, advance)
        _require_same(engine, release.manifest, changes)
        engine.set_mark(new_mark(release.manifest, whole=True))
        kept = len(release.manifest.graphs) - len(changes.replace)
        return Published(release.number, len(changes.replace), len(changes.drop), kept)


def _require_named(manifest: Manifest) -> None:
    nameless = [key for key in manifest.graphs if key == DEFAULT or key.startswith("_:")]
    if nameless:
        raise InputError(
            f"release {manifest.number}",
            f"has a graph without an IRI ({nameless[0]})",
            "engines hold named graphs; move its triples into one",
        )


@dataclass(frozen=True, slots=True)
class _Changes:
    """The graphs to be replaced and dropped; ``all`` when the engine was looked through."""

    replace: tuple[str, ...]
    drop: tuple[str, ...]
    all: bool


def _changes(home: Home, engine: Engine, held: Mark | None, release: Release) -> _Changes:
    """By the manifests where the engine holds a whole release of this home, else by looking."""
    if held and held.whole:
        with suppress(NotFoundError), home.release(held.number) as base:
            if digest(base.manifest) == held.digest:
                return _by_manifest(base.manifest, release.manifest)
    return _by_content(engine, release)


def _by_manifest(old: Manifest, new: Manifest) -> _Changes:
    changed = (key for key, entry in new.graphs.items() if old.graphs.get(key) != entry)
    return _Changes(tuple(sorted(changed)), tuple(sorted(old.graphs.keys() - new.graphs)), False)


def _by_content(engine: Engine, release: Release) -> _Changes:
    wanted, sizes = release.manifest.graphs, engine.sizes()
    replace = [
        key
        for key, entry in sorted(wanted.items())
        if sizes.get(key, 0) != entry.triples
        or (entry.triples and _digest(engine, key) != entry.sha256)
    ]
    return _Changes(tuple(replace), tuple(sorted(sizes.keys() - wanted)), True)


def _digest(engine: Engine, key: str) -> str:
    """The hash of a graph as the engine gives it; with blank nodes it is nobody's."""
    with engine.triples(key) as body:
        copy = Store()
        try:
            copy.bulk_load(body, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(key))
        except (SyntaxError, ValueError) as error:
            raise EngineFailedError(f"graph {key}: cannot be read back: {error}") from error
    return hashlib.sha256(b"".join(quad_lines(copy, key))).hexdigest()


def _apply(engine: Engine, release: Release, changes: _Changes, advance: Advance) -> None:
    total = len(changes.replace) + len(changes.drop)
    for key in changes.drop:
        engine.update(f"DROP SILENT GRAPH <{key}>")
        advance(total, key)
    small: list[str] = []
    held = 0
    for key in changes.replace:
        size = release.manifest.graphs[key].triples
        if size > engine.dialect.batch:
            _replace_large(engine, release, key)
        else:
            if small and held + size > engine.dialect.batch:
                _replace_small(engine, release, small)
                small, held = [], 0
            small.append(key)
            held += size
        advance(total, key)
    if small:
        _replace_small(engine, release, small)


def _replace_small(engine: Engine, release: Release, keys: Iterable[str]) -> None:
    """Several graphs in one request."""
    names = list(keys)
    blocks = (f"GRAPH <{key}> {{\n{_block(_triples(release, key))}}}\n" for key in names)
    drops = (f"DROP SILENT GRAPH <{key}>" for key in names)
    engine.update(*drops, engine.insertion("".join(blocks)))


def _replace_large(engine: Engine, release: Release, key: str) -> None:
    """One graph by one request where the engine has a graph store, else aside and moved."""
    if engine.target.graphs:
        with TemporaryFile() as file:
            release.store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=NamedNode(key))
            engine.put(key, file)
        return
    if any(_has_blank_node(quad) for quad in _triples(release, key)):
        _replace_small(engine, release, [key])  # in two requests it would be two blank nodes
        return
    engine.update(f"DROP SILENT GRAPH <{STAGING}>")
    triples = _triples(release, key)
    while batch := list(islice(triples, engine.dialect.batch)):
        engine.update(engine.insertion(f"GRAPH <{STAGING}> {{\n{_block(batch)}}}"))
    engine.update(f"MOVE GRAPH <{STAGING}> TO <{key}>")


def _has_blank_node(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _triples(release: Release, key: str) -> Iterator[Quad]:
    return release.store.quads_for_pattern(None, None, None, NamedNode(key))


def _block(quads: Iterable[Quad]) -> str:
    """N-Triples, which SPARQL reads too."""
    return "".join(f"{quad.triple} .\n" for quad in quads)


def _require_same(engine: Engine, manifest: Manifest, changes: _Changes) -> None:
    """Whether the engine has what it was given: an engine may say yes and drop a triple."""
    some = None if changes.all or len(changes.replace) > LISTED else changes.replace
    sizes = engine.sizes(some)
    for key in manifest.graphs if some is None else some:
        found, wanted = sizes.get(key, 0), manifest.graphs[key].triples
        if found != wanted:
            raise EngineFailedError(
                f"{engine.target.query}: holds {found:,} triples of graph {key} instead of"
                f" {wanted:,}; publish again, and if that changes nothing, the engine does not"
                " keep these terms apart"
            )
