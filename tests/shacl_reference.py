"""pyshacl as the reference that the gate is measured against, and the samples both judge."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import Quad, RdfFormat, Store, serialize
from rdflib.namespace import SH

from graph.errors import Violation
from graph.gate import _run as run
from graph.gate import check
from graph.shacl.compile import Rule
from graph.shacl.content import content_quads
from ontology import FILES

DATA = Path(__file__).parent / "data"
FAULTS = sorted((DATA / "invalid").glob("*.ru"))
Verdict = tuple[str, str, str, str | None, str | None]


def text_of(key: str) -> str | None:
    path = DATA / "valid" / f"{key}.txt"
    return path.read_text("utf-8") if path.exists() else None


def valid_base() -> Store:
    store = Store()
    store.load(path=str(DATA / "valid" / "base.trig"), format=RdfFormat.TRIG)
    return store


def faulty(*paths: Path) -> Store:
    store = valid_base()
    for path in paths:
        before = set(store)
        store.update(path.read_text("utf-8"))
        assert set(store) != before, f"{path.name} changes nothing"
    return store


def our_verdicts(store: Store) -> set[Verdict]:
    return _told(check(store, None, text_of))


def of_rows(rules: Iterable[Rule], store: Store) -> set[Verdict]:
    return {each for rule in rules for each in _told(run(rule, store))}


def _told(violations: Iterable[Violation]) -> set[Verdict]:
    return {
        (_term(v.focus), v.shape, v.component, v.path, v.value and _term(v.value))
        for v in violations
    }


def reference_verdicts(store: Store) -> set[Verdict]:
    quads: list[Quad] = [*store, *content_quads(store, text_of)]
    return of_shapes(quads, _shapes())


def of_shapes(quads: Iterable[Quad], shapes: rdflib.Graph) -> set[Verdict]:
    rdflib.NORMALIZE_LITERALS = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        data = rdflib.Dataset(default_union=True)
        data.parse(data=serialize(quads, format=RdfFormat.N_QUADS), format="nquads")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    return {_verdict(report, result) for result in report.objects(None, SH.result)}


def _verdict(report: rdflib.Graph, result: rdflib.term.Node) -> Verdict:
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    return (
        _term(report.value(result, SH.focusNode).n3()),
        str(report.value(result, SH.sourceShape)),
        str(report.value(result, SH.sourceConstraintComponent)),
        path.n3() if isinstance(path, rdflib.URIRef) else None,
        None if value is None else _term(value.n3()),
    )


@cache
def _shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in FILES["shapes"]:
        graph.parse(path, format="turtle")
    return graph


def _term(text: str) -> str:
    """Blank nodes have another label in each engine."""
    return "_:" if text.startswith("_:") else text
