"""What breaks a constraint, as SPARQL: one function per constraint component.

Definitions are those of https://www.w3.org/TR/shacl/#core-components. Two values count as the
same when they are the same term, hence ``sameTerm`` and never ``=``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.shacl.shape import Constraint, Node, Shape, ShapeError, Shapes, Term, node_of, text
from ontology.names import RDF, SH, XSD

CASTS = frozenset(
    XSD[name]
    for name in ("boolean", "date", "dateTime", "decimal", "gYear", "gYearMonth", "integer")
)
"""Datatypes whose lexical form is checked by casting; any other literal is well formed."""
UNCAST = frozenset((XSD.string, XSD.anyURI, RDF.langString))
KINDS = {
    SH.BlankNode: "isBlank({v})",
    SH.BlankNodeOrIRI: "(isBlank({v}) || isIRI({v}))",
    SH.BlankNodeOrLiteral: "(isBlank({v}) || isLiteral({v}))",
    SH.IRI: "isIRI({v})",
    SH.IRIOrLiteral: "(isIRI({v}) || isLiteral({v}))",
    SH.Literal: "isLiteral({v})",
}
LOGIC = frozenset(("and", "node", "not", "or", "xone"))
ORDER = {"maxInclusive": "<=", "minInclusive": ">="}
MOST = 3
"""The largest sh:minCount or sh:maxCount that is worth spelling out as distinct values."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach is there where ``pattern`` matches and ``test`` holds; ``value`` is the culprit."""

    pattern: str
    test: str
    value: str | None

    def as_test(self) -> str:
        """The same as one boolean expression."""
        return f"EXISTS {{ {self.pattern} FILTER({self.test}) }}" if self.pattern else self.test


@dataclass
class Writer:
    """Writes breaches; ``classes`` gives a class with all its subclasses."""

    shapes: Shapes
    classes: Callable[[NamedNode], list[NamedNode]]
    _numbers: count[int] = field(default_factory=count)
    _open: set[Node] = field(default_factory=set)
    """Shapes that are being written, which no shape in them may lead back to."""

    def fresh(self) -> str:
        """A variable that is used nowhere else."""
        return f"?v{next(self._numbers)}"

    def breach(self, shape: Shape, constraint: Constraint, focus: str) -> Breach:
        """How ``focus`` (a variable) breaks that constraint of the shape."""
        if constraint.kind in _OF_FOCUS:
            return _OF_FOCUS[constraint.kind](self, shape, constraint.value, focus)
        value = self.fresh() if shape.path else focus
        pattern = f"{focus} {shape.path} {value} ." if shape.path else ""
        return Breach(pattern, self._test(shape, constraint, value), value)

    def nonconforming(self, shape: Shape, focus: str) -> str:
        """A boolean expression: ``focus`` does not conform to the shape."""
        if shape.node in self._open:
            raise ShapeError(f"{shape.node}: a shape that leads back to itself")
        self._open.add(shape.node)
        tests = [self.breach(shape, c, focus).as_test() for c in shape.constraints]
        tests += [self._within(shape, child, focus) for child in self.shapes.properties(shape)]
        self._open.remove(shape.node)
        return f"({' || '.join(tests)})" if tests else "false"

    def _within(self, shape: Shape, child: Shape, focus: str) -> str:
        """A boolean expression: what the shape judges does not conform to a property shape of it.

        That is each value of its path, and the focus only where it has none.
        """
        if shape.path is None:
            return self.nonconforming(child, focus)
        value = self.fresh()
        pattern = f"{focus} {shape.path} {value} ."
        return Breach(pattern, self.nonconforming(child, value), value).as_test()

    def _test(self, shape: Shape, constraint: Constraint, value: str) -> str:
        kind, wanted = constraint.kind, constraint.value
        match kind:
            case "minInclusive" | "maxInclusive":
                return f"!COALESCE({value} {ORDER[kind]} {wanted}, false)"
            case "in":
                return f"!({self._same(value, list(self.shapes.members(wanted)))})"
            case "nodeKind" if isinstance(wanted, NamedNode) and wanted in KINDS:
                return "!" + KINDS[wanted].format(v=value)
            case "datatype" if isinstance(wanted, NamedNode):
                return _not_of(value, wanted)
            case "class" if isinstance(wanted, NamedNode):
                return " && ".join(f"NOT EXISTS {{ {value} a {c} }}" for c in self.classes(wanted))
            case _ if kind in LOGIC:
                return self._logic(kind, wanted, value)
        return self._test_of_text(shape, constraint, value)

    def _test_of_text(self, shape: Shape, constraint: Constraint, value: str) -> str:
        kind, wanted = constraint.kind, constraint.value
        match kind:
            # STR fails for a blank node and for a triple term, and both break these two.
            case "pattern":
                flags = _flags(shape, wanted)
                return f"!COALESCE(REGEX(STR({value}), {wanted}, {flags}), false)"
            case "minLength":
                return f"!COALESCE(STRLEN(STR({value})) >= {_number(shape, wanted)}, false)"
            case "languageIn":
                tags = (str(Literal(text(tag))) for tag in self.shapes.members(wanted))
                given = " || ".join(f"langMatches(lang({value}), {tag})" for tag in tags)
                return f'!(isLiteral({value}) && lang({value}) != "" && ({given}))'
        raise ShapeError(f"{shape.node}: sh:{kind} {wanted} is not supported here")

    def _same(self, value: str, terms: list[Term]) -> str:
        return " || ".join(f"sameTerm({value}, {term})" for term in terms) or "false"

    def _logic(self, kind: str, wanted: Term, value: str) -> str:
        if kind in ("node", "not"):
            shape = self.shapes.shape(node_of(wanted))
            if kind == "node" and shape.path:
                raise ShapeError(f"{shape.node}: sh:node takes a node shape")
            broken = self.nonconforming(shape, value)
            return broken if kind == "node" else f"!{broken}"
        shapes = [self.shapes.shape(node_of(member)) for member in self.shapes.members(wanted)]
        broken_ones = [self.nonconforming(shape, value) for shape in shapes]
        if kind == "xone":
            return f"({' + '.join(f'IF({b}, 0, 1)' for b in broken_ones)}) != 1"
        return (" || " if kind == "and" else " && ").join(broken_ones)


def _min_count(writer: Writer, shape: Shape, wanted: Term, focus: str) -> Breach:
    values = _distinct(writer, shape, _number(shape, wanted), focus)
    return Breach("", f"NOT EXISTS {{ {values} }}" if values else "false", None)


def _max_count(writer: Writer, shape: Shape, wanted: Term, focus: str) -> Breach:
    return Breach(_distinct(writer, shape, _number(shape, wanted) + 1, focus), "true", None)


def _has_value(_: Writer, shape: Shape, wanted: Term, focus: str) -> Breach:
    if shape.path is None:
        return Breach("", f"!sameTerm({focus}, {wanted})", None)
    return Breach("", f"NOT EXISTS {{ {focus} {shape.path} {wanted} }}", None)


def _unique_lang(writer: Writer, shape: Shape, wanted: Term, focus: str) -> Breach:
    if text(wanted) not in ("true", "1"):
        return Breach("", "false", None)
    one, other = writer.fresh(), writer.fresh()
    pattern = f"{focus} {_path(shape)} {one} , {other} ."
    test = f'lang({one}) != "" && lang({one}) = lang({other}) && !sameTerm({one}, {other})'
    return Breach(pattern, test, None)


_OF_FOCUS: dict[str, Callable[[Writer, Shape, Term, str], Breach]] = {
    "hasValue": _has_value,
    "maxCount": _max_count,
    "minCount": _min_count,
    "uniqueLang": _unique_lang,
}


def _path(shape: Shape) -> str:
    if shape.path is None:
        raise ShapeError(f"{shape.node}: counts and languages need a sh:path")
    return shape.path


def _number(shape: Shape, wanted: Term) -> int:
    if not text(wanted).isdecimal():
        raise ShapeError(f"{shape.node}: {wanted} is no whole number")
    return int(text(wanted))


def _flags(shape: Shape, pattern: Term) -> Literal:
    """The flags of a pattern; raises ShapeError where the engine cannot read it.

    It would tell by no error: the pattern would match nothing, and nothing would be refused.
    """
    flags = Literal(shape.flags)
    rows = Store().query(f'SELECT (REGEX("", {pattern}, {flags}) AS ?read) {{ }}')
    if not isinstance(rows, QuerySolutions) or next(rows)["read"] is None:
        raise ShapeError(f"{shape.node}: {pattern} with the flags {flags} is no pattern")
    return flags


def _distinct(writer: Writer, shape: Shape, number: int, focus: str) -> str:
    """A pattern that matches when there are that many distinct values; empty for none."""
    if number > MOST + 1:
        raise ShapeError(f"{shape.node}: counts above {MOST} are not supported")
    names = [writer.fresh() for _ in range(number)]
    pattern = " ".join(f"{focus} {_path(shape)} {name} ." for name in names)
    pairs = [f"!sameTerm({a}, {b})" for i, a in enumerate(names) for b in names[:i]]
    return pattern + (f" FILTER({' && '.join(pairs)})" if pairs else "")


def _not_of(value: str, datatype: NamedNode) -> str:
    if datatype in UNCAST:
        return f"!(isLiteral({value}) && sameTerm(datatype({value}), {datatype}))"
    if datatype not in CASTS:
        raise ShapeError(f"datatype {datatype} is not supported")
    well_formed = f"COALESCE(sameTerm(datatype({datatype}(STR({value}))), {datatype}), false)"
    return f"!(isLiteral({value}) && sameTerm(datatype({value}), {datatype}) && {well_formed})"
