"""Shapes as they stand in Turtle, read into plain values.

What is read follows https://www.w3.org/TR/shacl/ and, for ``sh:SPARQLTarget``,
https://www.w3.org/TR/shacl-af/#SPARQLTarget. Anything else in the SHACL namespace is refused:
a rule that is silently skipped would be a hole in the gate. So would be ``sh:targetNode`` and
``sh:targetObjectsOf``: the gate judges nodes that are described, and these targets need not be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from ontology.names import LHS, OWL, RDF, RDFS, SH, XSD

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

TARGETS = ("targetClass", "targetSubjectsOf", "target")
CONSTRAINTS = (
    "and",
    "class",
    "datatype",
    "hasValue",
    "in",
    "languageIn",
    "maxCount",
    "maxInclusive",
    "minCount",
    "minInclusive",
    "minLength",
    "node",
    "nodeKind",
    "not",
    "or",
    "pattern",
    "sparql",
    "uniqueLang",
    "xone",
)
OTHERS = ("deactivated", "description", "flags", "group", "message", "name", "order", "path")
KNOWN = frozenset((*TARGETS, *CONSTRAINTS, *OTHERS, "property", "severity"))

CLASSES = frozenset((OWL.Class, RDFS.Class))
"""A shape that is one of these targets its own instances."""
_TRUE = Literal("true", datatype=XSD.boolean)


class ShapeError(Exception):
    """Our own shapes hold something that the compiler cannot turn into a query."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: ``kind`` is the local name of its SHACL parameter."""

    kind: str
    value: Term


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape when ``path`` (as SPARQL) is there.

    ``across`` tells that it compares nodes that do not refer to each other.
    """

    node: Node
    path: str | None
    predicate: NamedNode | None
    targets: tuple[Constraint, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Node, ...]
    flags: str
    messages: tuple[tuple[str, str], ...]
    across: bool


class Shapes:
    """A graph of shapes, asked for one shape at a time."""

    def __init__(self, turtle: Sequence[str | bytes]) -> None:
        self._store = Store()
        for text in turtle:
            self._store.load(text, format=RdfFormat.TURTLE)

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """The objects of that subject and predicate, sorted so that compiling is repeatable."""
        quads = self._store.quads_for_pattern(node, predicate, None)
        return sorted((term for q in quads if isinstance(term := q.object, Term)), key=str)

    def one(self, node: Node, predicate: NamedNode) -> Term:
        """The single object; raises ShapeError when there is none, or more than one."""
        found = self.objects(node, predicate)
        if len(found) != 1:
            raise ShapeError(f"{node}: {len(found)} values of {predicate}, 1 expected")
        return found[0]

    def members(self, head: Term) -> Iterator[Term]:
        """The members of an RDF list; raises ShapeError where there are none."""
        if head == RDF.nil:
            raise ShapeError("a list in a shape is empty")
        while head != RDF.nil:
            yield self.one(node_of(head), RDF.first)
            head = self.one(node_of(head), RDF.rest)

    def targeted(self) -> list[Shape]:
        """Every shape that says by itself which nodes it judges."""
        said = (q for q in self._store if q.predicate.value.startswith(SH.iri))
        nodes = {node_of(q.subject) for q in said if self._aims(q)}
        return [self.shape(node) for node in sorted(nodes, key=str)]

    def _aims(self, quad: Quad) -> bool:
        """Whether it says what a shape judges, in a way that is known or not."""
        named = quad.predicate.value.startswith(f"{SH.iri}target")
        return named or self._is_class(node_of(quad.subject))

    def _is_class(self, node: Node) -> bool:
        return not CLASSES.isdisjoint(self.objects(node, RDF.type))

    @cached_property
    def prefixes(self) -> str:
        """The ``PREFIX`` lines for every SPARQL constraint and target of the graph."""
        declared = [
            node_of(q.object) for q in self._store.quads_for_pattern(None, SH.declare, None)
        ]
        lines = {
            f"PREFIX {text(self.one(d, SH.prefix))}: <{text(self.one(d, SH.namespace))}>"
            for d in declared
        }
        return "\n".join(sorted(lines))

    def shape(self, node: Node) -> Shape:
        """The shape with that name; raises ShapeError for what is not supported."""
        said = self._said(node)
        if not said:
            raise ShapeError(f"{node}: nothing is said of this shape")
        paths = said.get("path", [])
        return Shape(
            node=node,
            path=self.path(paths[0]) if paths else None,
            predicate=paths[0] if paths and isinstance(paths[0], NamedNode) else None,
            targets=_pick(said, TARGETS),
            constraints=_pick(said, CONSTRAINTS),
            properties=tuple(node_of(p) for p in said.get("property", [])),
            flags="".join(text(f) for f in said.get("flags", [])),
            messages=tuple((_language(m), text(m)) for m in said.get("message", [])),
            across=Quad(node, LHS.acrossNodes, _TRUE) in self._store,
        )

    def properties(self, shape: Shape) -> list[Shape]:
        """What its ``sh:property`` names; raises ShapeError for what has no path."""
        found = [self.shape(node) for node in shape.properties]
        for each in found:
            if each.path is None:
                raise ShapeError(f"{each.node}: sh:property takes a shape with a sh:path")
        return found

    def _said(self, node: Node) -> dict[str, list[Term]]:
        said: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(node, None, None):
            iri = quad.predicate.value
            if iri.startswith(SH.iri) and isinstance(quad.object, Term):
                said.setdefault(iri.removeprefix(SH.iri), []).append(quad.object)
        self._refuse_unknown(node, said)
        return {name: sorted(values, key=str) for name, values in said.items()}

    def _refuse_unknown(self, node: Node, said: dict[str, list[Term]]) -> None:
        if unknown := said.keys() - KNOWN:
            raise ShapeError(f"{node}: not supported: sh:{', sh:'.join(sorted(unknown))}")
        if said.get("severity", [SH.Violation]) != [SH.Violation] or "deactivated" in said:
            raise ShapeError(f"{node}: only active shapes of severity sh:Violation")
        if self._is_class(node):
            raise ShapeError(f"{node}: name the class by sh:targetClass")
        if len(said.get("path", [])) > 1 or len(said.get("flags", [])) > 1:
            raise ShapeError(f"{node}: one sh:path and one sh:flags at most")

    def path(self, term: Term) -> str:
        """A SHACL property path as SPARQL's."""
        if isinstance(term, NamedNode) and term != RDF.nil:
            return str(term)
        node = node_of(term)
        for name, before, after in _PATHS:
            if found := self.objects(node, SH[name]):
                return f"{before}{self.path(found[0])}{after}"
        if found := self.objects(node, SH.alternativePath):
            return f"({'|'.join(map(self.path, self.members(found[0])))})"
        return f"({'/'.join(map(self.path, self.members(term)))})"


_PATHS = (
    ("inversePath", "^(", ")"),
    ("zeroOrMorePath", "(", ")*"),
    ("oneOrMorePath", "(", ")+"),
    ("zeroOrOnePath", "(", ")?"),
)


def node_of(term: object) -> Node:
    """The term, when it can be a subject; raises ShapeError for a literal."""
    if isinstance(term, NamedNode | BlankNode):
        return term
    raise ShapeError(f"{term}: a node is expected here")


def text(term: Term) -> str:
    """What a literal says, or the IRI."""
    return term.value


def _language(term: Term) -> str:
    return (term.language if isinstance(term, Literal) else None) or "en"


def _pick(said: dict[str, list[Term]], kinds: Sequence[str]) -> tuple[Constraint, ...]:
    return tuple(Constraint(kind, value) for kind in kinds for value in said.get(kind, []))
