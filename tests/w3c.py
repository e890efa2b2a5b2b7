"""W3C's SPARQL 1.1 tests: their manifests, and how results are compared."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, Namespace, URIRef

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
BASE = "http://w3c.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
Row = Mapping[str, object]


@dataclass(frozen=True)
class State:
    """A dataset of a test: files of the default graph, files of named graphs by their IRI."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()

    def quads(self) -> Iterator[Quad]:
        for path in self.default:
            yield from read(path, DefaultGraph())
        for iri, path in self.named:
            yield from read(path, NamedNode(iri))


@dataclass(frozen=True)
class Case:
    """One test: its kind, the request's text, what is there before, what is expected."""

    name: str
    kind: str
    text: str
    base: str
    before: State = field(default_factory=State)
    after: State = field(default_factory=State)
    result: Path | None = None


def cases(root: Path) -> list[Case]:
    """The tests of all folders but that of entailment, which the engine does not do."""
    found = []
    for manifest in sorted(root.glob("*/manifest.ttl")):
        if manifest.parent.name != "entailment":
            found += _cases(manifest)
    assert found
    return found


def _cases(manifest: Path) -> Iterator[Case]:
    folder = manifest.parent
    graph = Graph().parse(manifest, format="turtle", publicID=f"{BASE}{folder.name}/manifest.ttl")
    for test, kind in sorted(graph.subject_objects(RDF.type)):
        local = str(kind).rpartition("#")[2]
        if "Test" not in local:
            continue
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
        path = _path(folder, request)
        yield Case(
            f"{folder.name}/{str(test).rpartition('#')[2]}",
            local,
            path.read_text("utf-8"),
            str(request),
            _state(graph, folder, action),
            _state(graph, folder, result),
            _path(folder, result) if isinstance(result, URIRef) else None,
        )


def _state(graph: Graph, folder: Path, node: object) -> State:
    default = [*graph.objects(node, QT.data), *graph.objects(node, UT.data)]  # type: ignore[arg-type]
    named = [(str(iri), _path(folder, iri)) for iri in graph.objects(node, QT.graphData)]  # type: ignore[arg-type]
    for each in graph.objects(node, UT.graphData):  # type: ignore[arg-type]
        label = str(graph.value(each, RDFS_LABEL))
        named.append((label, _path(folder, graph.value(each, UT.graph))))
    return State(tuple(_path(folder, each) for each in default), tuple(named))


def _path(folder: Path, iri: object) -> Path:
    return folder / unquote(urlsplit(str(iri)).path.rpartition("/")[2])


def read(path: Path, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    base = f"{BASE}{path.parent.name}/{path.name}"
    form = RdfFormat.RDF_XML if path.suffix == ".rdf" else RdfFormat.TURTLE
    for quad in parse(path=str(path), format=form, base_iri=base, rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def insertion(state: State) -> str:
    """An update that makes the dataset what the state says, whatever it was."""
    default, named = [], []
    for quad in state.quads():
        line = f"{_plain(quad.subject)} {quad.predicate} {_plain(quad.object)} ."
        if isinstance(quad.graph_name, DefaultGraph):
            default.append(line)
        else:
            named.append(f"GRAPH {quad.graph_name} {{ {line} }}")
    return f"DROP ALL ; INSERT DATA {{ {' '.join(default + named)} }}"


def _plain(term: object) -> str:
    return re.sub(r"^_:", "_:b", str(term)) if isinstance(term, BlankNode) else str(term)


def expected(path: Path) -> bool | list[Row] | list[Triple]:
    """What a result file says: a truth, rows, or triples."""
    forms = {
        ".srx": QueryResultsFormat.XML,
        ".srj": QueryResultsFormat.JSON,
        ".tsv": QueryResultsFormat.TSV,
    }
    if path.suffix == ".csv":
        return table(path.read_text("utf-8"))
    if path.suffix in forms:
        return rows(path.read_bytes(), forms[path.suffix])
    triples = [quad.triple for quad in read(path, DefaultGraph())]
    return _result_set(triples) if any(each.object == RS.ResultSet for each in triples) else triples


class RS:
    """The vocabulary of result sets written as RDF."""

    _base = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    ResultSet = NamedNode(_base + "ResultSet")
    solution = NamedNode(_base + "solution")
    binding = NamedNode(_base + "binding")
    variable = NamedNode(_base + "variable")
    value = NamedNode(_base + "value")


def _result_set(triples: Sequence[Triple]) -> list[Row]:
    def objects(node: object, predicate: NamedNode) -> list[Any]:
        return [t.object for t in triples if (t.subject, t.predicate) == (node, predicate)]

    solutions = [each.object for each in triples if each.predicate == RS.solution]
    return [
        {
            objects(binding, RS.variable)[0].value: objects(binding, RS.value)[0]
            for binding in objects(solution, RS.binding)
        }
        for solution in solutions
    ]


def table(data: str) -> list[Row]:
    """Rows of CSV, each value as a string, whatever the order of the columns."""
    found = csv.DictReader(data.splitlines())
    return [{name: _plain_term(value) for name, value in row.items()} for row in found]


def _plain_term(value: str) -> BlankNode | Literal:
    return BlankNode(value[2:]) if value.startswith("_:") else Literal(value)


def rows(data: bytes, form: QueryResultsFormat) -> bool | list[Row]:
    found = parse_query_results(data, format=form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: solution[name] for name in names if solution[name]} for solution in found]


def same_rows(one: Sequence[Row], other: Sequence[Row], *, by_value: bool = False) -> bool:
    """Whether two bags of solutions are equal but for the names of blank nodes."""
    if len(one) != len(other):
        return False
    if not any(isinstance(term, BlankNode) for row in (*one, *other) for term in row.values()):
        return _bag(one, by_value=by_value) == _bag(other, by_value=by_value)
    return same_graph(_as_triples(one, by_value=by_value), _as_triples(other, by_value=by_value))


def _bag(found: Sequence[Row], *, by_value: bool) -> Counter[frozenset[tuple[str, str]]]:
    return Counter(
        frozenset((name, str(_norm(term) if by_value else term)) for name, term in row.items())
        for row in found
    )


def _as_triples(found: Sequence[Row], *, by_value: bool) -> list[Triple]:
    triples = []
    for number, row in enumerate(found):
        node = BlankNode(f"row{number}")
        triples.append(Triple(node, NamedNode("x:is"), Literal("row")))
        for name, term in row.items():
            value = _norm(term) if by_value else term
            triples.append(Triple(node, NamedNode(f"x:{name}"), value))  # type: ignore[arg-type]
    return triples


_DERIVED = {"int", "nonNegativeInteger", "negativeInteger", "byte", "integer", "decimal"}


def _norm(term: object) -> object:
    """A literal by its value: 1.10 is 1.1, and an integer of a derived type is an integer."""
    if not isinstance(term, Literal):
        return term
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "boolean":
        return Literal(str(term.value in {"true", "1"}))
    if kind not in {*_DERIVED, "double", "float", "string"}:
        return term
    try:
        number = float(Decimal(term.value))
    except ArithmeticError:
        return term
    group = "exact" if kind in _DERIVED else kind
    return Literal(f"{number:.10g}", datatype=NamedNode(XSD + group))


def same_graph(one: Sequence[Triple], other: Sequence[Triple]) -> bool:
    return same_quads([Quad(*each) for each in one], [Quad(*each) for each in other])


def same_quads(one: Sequence[Quad], other: Sequence[Quad]) -> bool:
    """Whether two datasets are isomorphic."""
    return _canonical(one) == _canonical(other)


def _canonical(quads: Sequence[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
