"""The shipped facts and the schemes that they belong to, as tests ask of them."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

import ontology
from ontology import names
from ontology.names import PREFIXES

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "graph" / "data"
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@cache
def facts() -> tuple[Quad, ...]:
    """Every quad of graph/data."""
    files = sorted(DATA.glob("*.trig"))
    assert files
    return tuple(quad for path in files for quad in parse(path.read_bytes(), format=RdfFormat.TRIG))


@cache
def facts_store() -> Store:
    """The shipped facts and, where they belong, the schemes; not to be written to."""
    store = Store()
    store.extend(facts())
    schemes = ontology.turtle("schemes")
    store.load(schemes, format=RdfFormat.TURTLE, to_graph=names.graph("reference"))
    return store


def rows(store: Store, pattern: str, graph: NamedNode | None = None) -> list[tuple[str, ...]]:
    """The solutions of a SELECT, last parts of IRIs and plain values, over one graph or all."""
    answer = store.query(
        HEADER + pattern,
        use_default_graph_as_union=graph is None,
        default_graph=graph,
    )
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple(short(row[each]) for each in answer.variables) for row in answer)


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"{HEADER} ASK {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def short(term: object) -> str:
    if term is None:
        return ""
    value = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return re.split(r"[/#]", value)[-1] if isinstance(term, NamedNode) else value


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
