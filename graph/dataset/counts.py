"""How much of what a release's graphs hold, counted once when it is made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.errors import DamagedHomeError, NotFoundError
from graph.home.files import write_json
from graph.home.hashing import graph_name
from graph.home.manifest import Manifest
from graph.releases import Draft
from ontology.names import VOID

FILE = "counts.json"
_SIZES = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"""
_CLASSES = """SELECT ?key (COUNT(DISTINCT ?s) AS ?n) { ?s a ?key FILTER (isIRI(?key)) }
  GROUP BY ?key ORDER BY ?key"""
_PROPERTIES = "SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key ORDER BY ?key"
_LINKSETS = f"""SELECT ?set ?predicate ?subjects ?objects ?graph {{
  GRAPH ?graph {{ ?set a {VOID.Linkset} ; {VOID.linkPredicate} ?predicate ;
    {VOID.subjectsTarget} ?subjects ; {VOID.objectsTarget} ?objects }}
  FILTER (isIRI(?set) && isIRI(?predicate) && isIRI(?subjects) && isIRI(?objects)) }}
  ORDER BY ?set ?predicate ?graph"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a graph holds; ``classes`` (instances) and ``properties`` (triples) are by IRI."""

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Linkset:
    """A set of links to another dataset: its IRI, the linking property, whence and whither.

    ``graph`` tells of it and holds its links; empty where an earlier version counted.
    """

    iri: str
    predicate: str
    subjects: str
    objects: str
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release holds, graph by graph (keyed as in the manifest), and its linksets."""

    graphs: Mapping[str, Counts]
    linksets: tuple[Linkset, ...]

    def total(self, part: str) -> dict[str, int]:
        """The sum over all graphs of ``classes`` or ``properties``, since each triple is in one."""
        found: Counter[str] = Counter()
        for each in self.graphs.values():
            found.update(getattr(each, part))
        return dict(sorted(found.items()))


class Held(Protocol):
    """A release, as far as it is counted."""

    @property
    def path(self) -> Path:
        """Its directory, never changed once it is published."""

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""

    @property
    def store(self) -> Store:
        """The graph, to read."""


def build(draft: Draft) -> None:
    """Put the counts into the draft's directory; those of unchanged graphs come from its base."""
    known = contents(draft.base).graphs if draft.base else {}
    changed = draft.changed_graphs()
    view = draft.view
    graphs = {
        key: _count(view, key) if key in changed or key not in known else known[key]
        for key in sorted(draft.graphs)
    }
    _write(draft.path, Contents(graphs, _linksets(draft.view)))


def contents(release: Held) -> Contents:
    """What a release holds, as counted when it was made, else counted now."""
    try:
        return _kept(release)
    except (DamagedHomeError, NotFoundError):
        graphs = {key: _count(release.store, key) for key in sorted(release.manifest.graphs)}
        return Contents(graphs, _linksets(release.store))


def check(release: Held) -> None:
    """Raises NotFoundError where nothing was counted, DamagedHomeError for counts of no use."""
    counted = {key: each.triples for key, each in _kept(release).graphs.items()}
    if counted != {key: each.triples for key, each in release.manifest.graphs.items()}:
        raise DamagedHomeError(f"{release.path / FILE}: counts other triples than the release has")


def _kept(release: Held) -> Contents:
    """What was counted. Raises as :func:`check` does, but for what the counts are of."""
    file = release.path / FILE
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise NotFoundError(f"{file}: is not there") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedHomeError(f"{file}: cannot be read as counts") from error


@lru_cache(maxsize=2)
def _read(file: Path, _made: int) -> Contents:
    """What was counted; a home that was begun anew has another file of that name."""
    raw = json.loads(file.read_text("utf-8"))
    return Contents(
        {key: Counts(**each) for key, each in raw["graphs"].items()},
        tuple(Linkset(**each) for each in raw["linksets"]),
    )


def _write(folder: Path, found: Contents) -> None:
    graphs = {key: asdict(each) for key, each in found.graphs.items()}
    write_json(folder / FILE, {"graphs": graphs, "linksets": [asdict(e) for e in found.linksets]})


def _count(store: Store, key: str) -> Counts:
    (sizes,) = _rows(store, _SIZES, key)
    triples, subjects, objects = map(int, sizes)
    return Counts(
        triples, subjects, objects, _by(store, _CLASSES, key), _by(store, _PROPERTIES, key)
    )


def _by(store: Store, query: str, key: str) -> dict[str, int]:
    return {name: int(count) for name, count in _rows(store, query, key)}


def _linksets(store: Store) -> tuple[Linkset, ...]:
    return tuple(Linkset(*row) for row in _rows(store, _LINKSETS))


def _rows(store: Store, query: str, key: str | None = None) -> list[tuple[str, ...]]:
    """The values of the solutions over one graph, or over all."""
    graph = None if key is None else graph_name(key)
    answer = store.query(query, default_graph=graph, use_default_graph_as_union=graph is None)
    return [tuple(_value(each) for each in row) for row in cast(QuerySolutions, answer)]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
