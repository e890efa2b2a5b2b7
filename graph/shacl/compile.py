"""Shapes into rules: each constraint becomes one query over all its focus nodes at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from graph.shacl.constraint import Breach, Writer
from graph.shacl.hint import Hint, of_counts, of_triples, of_values
from graph.shacl.shape import Constraint, Shape, ShapeError, Shapes, node_of, text
from ontology.names import LH, SH

SELECT = re.compile(
    r"\s*SELECT\s+(?:DISTINCT\s+)?(?P<what>[^{]+?)\s+WHERE\s*\{(?P<where>.*)\}\s*", re.S
)
UNSUPPORTED = re.compile(r"[$?](?:PATH|shapesGraph|currentShape)\b")
CONTENT = re.compile(rf"\blh:content\b|{re.escape(str(LH.content))}")
GRAPHS = re.compile(r"GRAPH\s+[?$]this\b")
ONLY = "#only#"
"""Stands in a target's pattern where a choice of nodes goes, so that it is applied first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of one shape as a query whose rows are its violations.

    Rows bind ``?this`` and, where there are such, ``?value`` and ``?path``. ``of_content`` says
    that the query reads texts by ``lh:content``, ``of_graphs`` that it judges graphs, ``across``
    that it compares nodes that do not refer to each other, ``aimed`` that only targets match
    ``where``. Of ``needs`` each target has one as its class or property; where none is named, any
    node can be a target. ``hint`` can tell at little cost that nothing breaks the rule.
    """

    shape: str
    component: str
    path: str | None
    target: str
    prefixes: str
    what: str
    where: str
    messages: tuple[tuple[str, str], ...]
    whole: bool
    of_content: bool
    of_graphs: bool
    across: bool
    needs: frozenset[str] = frozenset()
    aimed: bool = False
    hint: Hint | None = None

    def query(self, nodes: Iterable[object] | None = None) -> str:
        """The violations of those nodes, which are targets, or of all that are (None)."""
        every = "" if self.aimed else self.target.replace(ONLY, "")
        target = every if nodes is None else only(nodes)
        return f"{self.prefixes}\nSELECT DISTINCT {self.what} WHERE {{\n{target}\n{self.where}\n}}"

    def targets(self) -> str:
        """All that the rule's shape judges."""
        target = self.target.replace(ONLY, "")
        return f"{self.prefixes}\nSELECT DISTINCT ?this WHERE {{ {target} }}"


def only(nodes: Iterable[object]) -> str:
    """A choice of nodes (N-Triples terms) as SPARQL."""
    return f"VALUES ?this {{ {' '.join(map(str, nodes))} }}"


def compile_shapes(shapes: Shapes, classes: Callable[[NamedNode], list[NamedNode]]) -> list[Rule]:
    """All rules of the shapes; ``classes`` gives a class with all its subclasses.

    Raises ShapeError for a shape that cannot be compiled; none is ever skipped.
    """
    writer = Writer(shapes, classes)
    return [rule for shape in shapes.targeted() for rule in _rules(writer, shape)]


def _rules(writer: Writer, shape: Shape) -> Iterator[Rule]:
    target = " UNION ".join(f"{{ {_target(writer, one)} }}" for one in shape.targets)
    needs = _needs(writer, shape.targets)
    for judged in (shape, *writer.shapes.properties(shape)):
        if judged.path and judged.properties:
            raise ShapeError(f"{judged.node}: sh:property inside a property shape reports nothing")
        for constraint in judged.constraints:
            sparql = constraint.kind == "sparql"
            breach = None if sparql else writer.breach(judged, constraint, "?this")
            what, where = _said(breach) if breach else _select(writer, constraint)
            rule = _rule(writer, judged, constraint, target, what, where)
            aimed = _aimed(writer, shape.targets, where)
            hint = _hint(judged, constraint, breach, where if aimed else None)
            yield replace(rule, needs=needs, aimed=aimed, hint=hint)


def _said(breach: Breach) -> tuple[str, str]:
    value = f" ({breach.value} AS ?value)" if breach.value else ""
    return f"?this{value}", f"{breach.pattern} FILTER({breach.test})"


def _hint(
    shape: Shape, constraint: Constraint, breach: Breach | None, aimed: str | None
) -> Hint | None:
    """``aimed`` is the rule's pattern where it is: of other nodes than targets it tells nothing."""
    if breach is None:
        return of_triples(aimed) if aimed else None
    if shape.predicate and constraint.kind == "maxCount" and text(constraint.value) == "1":
        return of_counts(shape.predicate)
    return of_values(shape.predicate, breach) if shape.predicate and aimed else None


def _rule(
    writer: Writer, shape: Shape, constraint: Constraint, target: str, what: str, where: str
) -> Rule:
    if not isinstance(shape.node, NamedNode):
        raise ShapeError(f"{shape.node}: a shape that reports needs an IRI of its own")
    kind = constraint.kind
    name = "SPARQL" if kind == "sparql" else kind[0].upper() + kind[1:]
    return Rule(
        shape=shape.node.value,
        component=f"{SH.iri}{name}ConstraintComponent",
        path=str(shape.predicate) if shape.predicate else None,
        target=target,
        prefixes=writer.shapes.prefixes,
        what=what,
        where=where,
        messages=shape.messages,
        whole=shape.path is None and kind != "hasValue",
        of_content=bool(CONTENT.search(where)),
        of_graphs=bool(GRAPHS.search(target)),
        across=shape.across,
    )


def _aimed(writer: Writer, targets: Sequence[Constraint], where: str) -> bool:
    """Whether the pattern asks by itself for what makes a node a target, so is quicker alone."""
    if len(targets) != 1:
        return False
    (target,) = targets
    if target.kind == "target":
        return _variables(_select(writer, target)[1]) == _variables(where)
    return target.kind == "targetSubjectsOf" and where.startswith(f"?this {target.value} ?")


def _needs(writer: Writer, targets: Sequence[Constraint]) -> frozenset[str]:
    needs: set[str] = set()
    for target in targets:
        if target.kind == "targetSubjectsOf":
            needs.add(str(target.value))
        elif target.kind == "targetClass" and isinstance(target.value, NamedNode):
            needs |= {str(kind) for kind in writer.classes(target.value)}
        else:
            return frozenset()
    return frozenset(needs)


def _variables(where: str) -> list[str]:
    return where.replace("$", "?").split()


def _target(writer: Writer, target: Constraint) -> str:
    value = target.value
    match target.kind:
        case "targetSubjectsOf":
            return f"{ONLY} ?this {value} {writer.fresh()} ."
        case "targetClass" if isinstance(value, NamedNode):
            return " UNION ".join(f"{{ {ONLY} ?this a {kind} }}" for kind in writer.classes(value))
    what, where = _select(writer, target)
    return f"SELECT {what} WHERE {{ {ONLY} {where} }}"


def _select(writer: Writer, holder: Constraint) -> tuple[str, str]:
    """What a SPARQL constraint or a SHACL-AF target selects, and where."""
    node = node_of(holder.value)
    select = text(writer.shapes.one(node, SH.select))
    matched = SELECT.fullmatch(select)
    if not matched or UNSUPPORTED.search(select):
        raise ShapeError(f"{node}: write SELECT ... WHERE {{ ... }} and nothing after it")
    return matched["what"], matched["where"]
