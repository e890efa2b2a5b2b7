"""The gate: what the shapes refuse does not get into a release.

The rules are the Turtle of ``ontology/shapes``; nothing of them is spelt here. Each constraint
is compiled into one query over all its focus nodes (:mod:`graph.shacl.compile`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from itertools import chain, islice

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
    Triple,
    parse,
)

from graph.errors import RefusedError, Violation
from graph.shacl.compile import Rule, compile_shapes
from graph.shacl.content import TextOf, content_view, held_texts
from graph.shacl.context import in_context
from graph.shacl.focus import concerned
from graph.shacl.looks import Look, looks
from graph.shacl.report import report_graph, report_triples
from graph.shacl.shape import Shapes
from graph.shacl.slices import Slice, slices
from ontology import FILES
from ontology.names import RDFS

__all__ = [
    "check",
    "compiled",
    "judge",
    "prepare",
    "report_graph",
    "report_triples",
    "require",
    "validate_data",
]

TEXTS = 32
"""So many texts are held in memory with their words at a time."""

Hierarchy = frozenset[tuple[NamedNode, NamedNode]]
"""Pairs of a class and a class that it is a subclass of."""


def check(
    store: Store,
    changed: Collection[str] | None,
    text: TextOf,
    base: Store | None = None,
    *,
    in_memory: bool = False,
) -> list[Violation]:
    """What the shapes find wrong with the nodes that a change can concern.

    ``store`` is the data as it would be published, all its graphs taken together; ``changed``
    the IRIs of the graphs that changed, None for all; ``text`` gives the stored text with a key
    (16 hex digits), None where it is not held. With ``base``, the data before the change, only
    what differs counts as changed, and what refers to something removed is found too.
    ``in_memory`` tells that ``store`` is.
    """
    nodes = None if changed is None else concerned(store, base, changed)
    return judge(store, nodes, text, in_memory=in_memory)


def require(
    store: Store,
    changed: Collection[str] | None,
    text: TextOf,
    base: Store | None = None,
    *,
    in_memory: bool = False,
) -> None:
    """As :func:`check`; raises RefusedError when there is a violation."""
    if violations := check(store, changed, text, base, in_memory=in_memory):
        raise RefusedError(violations)


def validate_data(
    quads: Iterable[Quad], context: Store | None = None, text: TextOf = lambda _: None
) -> list[Violation]:
    """What the shapes find wrong with data that is not in the graph; nothing is stored.

    Triples that name no graph stand in the default graph. ``context`` is the current release's
    store, which the data may refer to; ``text`` is as in :func:`check`.
    """
    given = list(quads)
    nodes = {str(quad.subject) for quad in given}
    nodes |= {str(g) for quad in given if not isinstance(g := quad.graph_name, DefaultGraph)}
    return judge(in_context(given, context), nodes, text, in_memory=True)


def judge(
    store: Store, nodes: Collection[str] | None, text: TextOf, *, in_memory: bool = False
) -> list[Violation]:
    """The violations of those nodes (N-Triples terms), None for all, in a fixed order."""
    rules = compiled(_hierarchy(store))
    plain = [rule for rule in rules if not rule.of_content]
    if nodes is None and in_memory:
        violations = _of_all(plain, store)
    else:
        violations = _of_slices(plain, store, nodes)
    found = {_key(v): v for v in chain(violations, _of_contents(rules, store, text, nodes))}
    return [v for _, v in sorted(found.items()) if nodes is None or v.focus in nodes]


def _of_all(rules: list[Rule], store: Store) -> Iterator[Violation]:
    """All violations that the graph shows without the words of texts."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the engine gives the interpreter free
        yield from chain.from_iterable(pool.map(lambda look: _seen(look, store), looks(rules)))


def _seen(look: Look, store: Store) -> list[Violation]:
    if look.query and not any(True for _ in _rows(store, look.query)):
        return []
    return [violation for rule in look.rules for violation in _run(rule, store)]


def _of_slices(
    rules: list[Rule], store: Store, nodes: Collection[str] | None
) -> Iterator[Violation]:
    """The same of those nodes, None for all, slice by slice.

    In memory queries take a third of the time; and to name nodes in each query costs more.
    """
    local, across = [r for r in rules if not r.across], [r for r in rules if r.across]
    graphs = {rule.shape for rule in local if rule.of_graphs}
    if nodes is None:
        yield from _of_all(across, store)
    for part in slices(store, nodes):
        asked = [rule for rule in local if not rule.needs or rule.needs & part.said]
        found = _of_all(asked, part.view)
        yield from (v for v in found if v.focus in part.nodes or v.shape in graphs)
        if nodes is not None:
            yield from chain.from_iterable(_compared(rule, part, store) for rule in across)


def _compared(rule: Rule, part: Slice, store: Store) -> Iterable[Violation]:
    """What a rule across nodes finds wrong, in the whole store, with those of a slice."""
    if rule.needs and not rule.needs & part.said:
        return ()
    targets = {str(row["this"]) for row, _ in _rows(part.view, rule.targets())} & part.nodes
    nameable = all(node.startswith("<") for node in targets)  # a query cannot name a blank node
    return _run(rule, store, targets if nameable else None) if targets else ()


def _of_contents(
    rules: list[Rule], store: Store, text: TextOf, nodes: Collection[str] | None
) -> Iterator[Violation]:
    """The violations that only the words of texts show."""
    texts = iter(held_texts(store, nodes))
    while few := list(islice(texts, TEXTS)):
        contents = content_view(store, few, text, nodes)
        for rule in rules:
            if rule.of_content:
                yield from _run(rule, contents)


@lru_cache(maxsize=4)
def compiled(hierarchy: Hierarchy) -> list[Rule]:
    """The rules of the shapes that ship with us, for data with those subclasses."""

    def classes(parent: NamedNode) -> list[NamedNode]:
        found, edge = {parent}, {parent}
        while edge:
            edge = {child for child, of in hierarchy if of in edge} - found
            found |= edge
        return sorted(found, key=str)

    return compile_shapes(_shapes(), classes)


def prepare(_: object = None) -> None:
    """Compiles the rules for our own classes, before processes that judge are forked."""
    found = (quad for path in FILES["terms"] for quad in parse(path=str(path)))
    compiled(_pairs(quad for quad in found if quad.predicate == RDFS.subClassOf))


def _run(rule: Rule, store: Store, nodes: Collection[str] | None = None) -> list[Violation]:
    return [_violation(rule, row, names) for row, names in _rows(store, rule.query(nodes))]


def _rows(store: Store, query: str) -> Iterator[tuple[QuerySolution, list[str]]]:
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)  # noqa: S101 - all our queries are SELECTs
    names = [variable.value for variable in rows.variables]
    for row in rows:
        yield row, names


def _violation(rule: Rule, row: QuerySolution, names: list[str]) -> Violation:
    said = {name: term for name in names if (term := row[name]) is not None}
    value = said.get("value", said["this"] if rule.whole else None)
    fills = {name: getattr(term, "value", str(term)) for name, term in said.items()}
    return Violation(
        focus=str(said["this"]),
        shape=rule.shape,
        component=rule.component,
        path=str(said["path"]) if "path" in said else rule.path,
        value=None if value is None else _spelt(value),
        messages={tag: _filled(message, fills) for tag, message in rule.messages},
    )


def _spelt(term: object) -> str:
    """The term as N-Triples has it, of which the engine leaves out a triple term's brackets."""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def _filled(message: str, fills: dict[str, str]) -> str:
    return re.sub(r"\{[?$](\w+)\}", lambda found: fills.get(found[1], found[0]), message)


def _key(violation: Violation) -> tuple[str, ...]:
    v = violation
    return (v.shape, v.focus, v.component, v.path or "", v.value or "")


@cache
def _shapes() -> Shapes:
    return Shapes([path.read_bytes() for path in FILES["shapes"]])


def _hierarchy(store: Store) -> Hierarchy:
    return _pairs(store.quads_for_pattern(None, RDFS.subClassOf, None))


def _pairs(quads: Iterable[Quad]) -> Hierarchy:
    return frozenset(
        (quad.subject, quad.object)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    )
