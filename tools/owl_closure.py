"""What OWL 2 RL makes of a graph, and which of it cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator

from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from ontology.names import BASE, LH, OWL, RDF, RDFS, SCHEMA, SKOS, XSD

TYPE, SAME = URIRef(RDF.type.value), URIRef(OWL.sameAs.value)
NOTHING = URIRef(OWL.Nothing.value)
DATATYPES = (XSD.iri, RDF.langString.value, RDF.PlainLiteral.value, RDFS.Literal.value)
WATCHED = (LH.iri, SKOS.Concept.value, SCHEMA.Country.value)
"""The classes that our domains and ranges name: no thing may become one unsaid."""


def contradictions(store: Store) -> list[str]:
    """What the closure under OWL 2 RL shows to be wrong, one line each.

    A contradiction, a member of ``owl:Nothing``, two of our things made one, a literal of a
    class or a thing of a datatype, a thing of a class that nobody stated (a domain or range
    gave it).
    """
    closure = Graph()
    triples = (quad.triple for quad in store)
    closure.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    DeductiveClosure(OWLRL_Semantics).expand(closure)
    return sorted({*_impossible(closure), *_unsaid(closure, _stated(store))})


def _impossible(closure: Graph) -> Iterator[str]:
    for subject, predicate, value in closure:
        if str(predicate).endswith("agent-ont#error"):
            yield f"contradiction: {value}"
        elif predicate == TYPE and value == NOTHING:
            yield f"{subject}: a member of owl:Nothing"
        elif predicate == SAME and subject != value and _ours(subject) and _ours(value):
            yield f"{subject}: the same as {value}"
        elif predicate == TYPE and isinstance(subject, Literal) and not _datatype(value):
            yield f"{subject!r}: a literal of class {value}"
        elif predicate == TYPE and _ours(subject) and _datatype(value):
            yield f"{subject}: a thing of datatype {value}"


def _unsaid(closure: Graph, stated: set[tuple[str, str]]) -> Iterator[str]:
    for subject, value in closure.subject_objects(TYPE):
        watched = _ours(subject) and str(value).startswith(WATCHED)
        if watched and (str(subject), str(value)) not in stated:
            yield f"{subject}: becomes a {value} unsaid"


def _stated(store: Store) -> set[tuple[str, str]]:
    query = f"""SELECT ?thing ?class {{
        ?thing <{RDF.type.value}>/<{RDFS.subClassOf.value}>* ?class
        FILTER (ISIRI(?thing))
    }}"""
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)  # noqa: S101  for the type checker
    return {(row["thing"].value, row["class"].value) for row in rows}


def _ours(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(BASE)


def _datatype(node: Node) -> bool:
    return str(node).startswith(DATATYPES)
