"""TriG that a person can read and that is the same on every run.

pyoxigraph writes prefixes in another order each time, so its writer cannot be used for files
under version control.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import BASE, PREFIXES, RDF, XSD

LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
BARE = {XSD.integer}
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def write(quads: Iterable[Quad]) -> str:
    """One block a graph, one paragraph a subject, everything sorted, IRIs relative to ours."""
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in sorted(set(quads), key=str):
        graphs[_term(quad.graph_name)].append(quad)
    body = "\n".join(f"{name} {{\n{_graph(own)}}}\n" for name, own in sorted(graphs.items()))
    return f"{_header(body)}\n{body}"


def _header(body: str) -> str:
    used = {name: iri for name, iri in PREFIXES.items() if re.search(rf"(^|[\s^]){name}:", body)}
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(used.items())]
    return "".join([f"@base <{BASE}> .\n", *lines])


def _graph(quads: Iterable[Quad]) -> str:
    subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        predicate = "a" if quad.predicate == RDF.type else _term(quad.predicate)
        subjects[_term(quad.subject)][predicate].append(_term(quad.object))
    return "\n".join(map(_paragraph, sorted(subjects), map(subjects.get, sorted(subjects))))


def _paragraph(subject: str, facts: dict[str, list[str]] | None) -> str:
    lines = list(_lines(facts or {}))
    return f"  {subject}\n" + " ;\n".join(lines) + " .\n"


def _lines(facts: dict[str, list[str]]) -> Iterator[str]:
    for predicate in sorted(facts, key=lambda name: (name != "a", name)):
        yield f"    {predicate} {' , '.join(sorted(facts[predicate]))}"


def _term(term: object) -> str:
    if isinstance(term, Literal):
        return _literal(term)
    if not isinstance(term, NamedNode):
        raise TypeError(f"{term}: facts have IRIs and literals only")
    for name, iri in PREFIXES.items():
        local = term.value.removeprefix(iri)
        if local != term.value and LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return f"<{term.value.removeprefix(BASE)}>"


def _literal(term: Literal) -> str:
    if term.datatype in BARE:
        return term.value
    quoted = f'"{term.value.translate(ESCAPES)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype == XSD.string else f"{quoted}^^{_term(term.datatype)}"
