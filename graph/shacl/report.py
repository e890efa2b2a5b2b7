"""Violations as the standard validation report, https://www.w3.org/TR/shacl/#validation-report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph.errors import Violation
from graph.sparql.serialise import tidy, write_triples
from ontology.names import PREFIXES, RDF, SH, XSD


def report_triples(violations: Iterable[Violation]) -> list[Triple]:
    """One ``sh:ValidationReport`` with a ``sh:ValidationResult`` for each violation."""
    report = BlankNode("report")
    results = [triple for at in enumerate(violations, 1) for triple in _result(report, *at)]
    conforms = Literal("false" if results else "true", datatype=XSD.boolean)
    return [
        Triple(report, RDF.type, SH.ValidationReport),
        Triple(report, SH.conforms, conforms),
        *results,
    ]


def report_graph(violations: Iterable[Violation], form: RdfFormat = RdfFormat.TURTLE) -> bytes:
    """The report serialised, as Turtle unless another format is asked for."""
    body = serialize(report_triples(violations), format=form, prefixes=PREFIXES)
    assert isinstance(body, bytes)  # noqa: S101 - without an output, the bytes come back
    return body


def report_bytes(violations: Iterable[Violation], media_type: str) -> bytes:
    """The report in one of the media types that graphs are answered in."""
    out = io.BytesIO()
    write_triples(report_triples(violations), media_type, out)
    return tidy(media_type, out.getvalue())


def as_dict(violation: Violation) -> dict[str, object]:
    """A violation for JSON, its terms as N-Triples spells them."""
    return {
        "focusNode": violation.focus,
        "sourceShape": violation.shape,
        "sourceConstraintComponent": violation.component,
        "resultPath": violation.path,
        "value": violation.value,
        "messages": violation.messages,
    }


def term(text: str) -> NamedNode | BlankNode | Literal | Triple:
    """The term that an N-Triples term spells."""
    quad: Quad = next(iter(parse(f"<urn:s> <urn:p> {text} .", format=RdfFormat.N_TRIPLES)))
    return quad.object


def _result(report: BlankNode, number: int, violation: Violation) -> Iterator[Triple]:
    node = BlankNode(f"result{number}")
    yield Triple(report, SH.result, node)
    yield Triple(node, RDF.type, SH.ValidationResult)
    yield Triple(node, SH.focusNode, term(violation.focus))
    yield Triple(node, SH.resultSeverity, SH.Violation)
    yield Triple(node, SH.sourceConstraintComponent, NamedNode(violation.component))
    yield Triple(node, SH.sourceShape, NamedNode(violation.shape))
    if violation.path is not None:
        yield Triple(node, SH.resultPath, term(violation.path))
    if violation.value is not None:
        yield Triple(node, SH.value, term(violation.value))
    for language, message in violation.messages.items():
        yield Triple(node, SH.resultMessage, Literal(message, language=language))
