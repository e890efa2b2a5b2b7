"""The vocabularies as documents for people: every term in both languages, made from the graph."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response
from pyoxigraph import Literal, NamedNode, Triple

from graph.dataset.render import rendered
from graph.errors import NotFoundError
from graph.questions import PARAMETERS
from graph.releases import Release as StoredRelease
from graph.sparql.evaluate import evaluate
from graph.sparql.query import QueryRequest
from ontology import names
from ontology.names import (
    DCTERMS,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    SH,
    SHAPES,
    SKOS,
)
from server.current import home, release
from server.execute import read
from server.formats import EXTENSIONS
from server.labels import Row, Shown
from server.language import LANGUAGES, language
from server.links import address, link, short
from server.site.page import page

GRAPHS = {
    "ontology": names.graph("ontology"),
    "parameter": names.graph("queries"),
    "shapes": names.graph("shapes"),
}
IRIS = {"ontology": ONTOLOGY, "parameter": PARAMETERS, "shapes": SHAPES}
_ROWS = "SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o FILTER (isIRI(?s)) }} }} ORDER BY ?s ?p ?o"
_NAMES = {SKOS.prefLabel.value, DCTERMS.title.value}
_WORDS = {each.value for each in (SKOS.definition, DCTERMS.description, SH.message)}
_ORDER = (
    (OWL.Ontology, {"en": "About", "zh": "概况"}),
    (OWL.Class, {"en": "Classes", "zh": "类"}),
    (OWL.ObjectProperty, {"en": "Properties that link", "zh": "对象属性"}),
    (OWL.DatatypeProperty, {"en": "Properties with values", "zh": "数据属性"}),
    (RDF.Property, {"en": "Properties", "zh": "属性"}),
    (SH.NodeShape, {"en": "Rules", "zh": "规则"}),
    (None, {"en": "Other terms", "zh": "其他术语"}),
)


@dataclass
class Term:
    """A term as its documentation shows it; ``words`` holds texts by language."""

    iri: str
    types: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    facts: list[tuple[Shown, Shown]] = field(default_factory=list)
    used: dict[str, Shown] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """What stands behind the ``#``, or the whole IRI."""
        return self.iri.partition("#")[2] or self.iri

    @property
    def short(self) -> str:
        """The IRI with its prefix."""
        return short(self.iri)


def page_of(name: str, version: str | None = None) -> Response:
    """The documentation of ``ontology``, ``shapes`` or ``parameter``, as of a version."""
    mine = IRIS[name].value
    rows = [row for row in _rows(name, version) if _part_of(row["s"]["value"], mine)]
    terms = _terms(rows)
    _note_uses(terms, [*rows, *(_rows("shapes", version) if name == "ontology" else ())])
    path = f"/{name}" if version is None else f"/{name}/{version}"
    return page(
        "terms.html",
        which=name,
        iri=mine if version is None else f"{mine}/{version}",
        sections=list(_sections(terms)),
        order=sorted(LANGUAGES, key=lambda each: each != language()),
        documents=[(each, f"{address(path)}.{each}") for each in EXTENSIONS],
    )


def versioned(name: str, version: str, media_type: str) -> bytes:
    """The graph of the ontology or the shapes as of a version, and what that version is."""
    with _with_version(name, version) as found:
        iri, whole = NamedNode(f"{IRIS[name].value}/{version}"), IRIS[name]
        graph = found.store.quads_for_pattern(None, None, None, GRAPHS[name])
        triples = {quad.triple for quad in graph}
        triples.add(Triple(iri, RDF.type, OWL.Ontology))
        triples.add(Triple(iri, OWL.versionInfo, Literal(version)))
        triples.add(Triple(iri, DCTERMS.isVersionOf, whole))
        return rendered(triples, media_type)


def _with_version(name: str, version: str) -> StoredRelease:
    """The newest release that is kept and was made with that version of the ontology."""
    for manifest in reversed(home().releases()):
        if manifest.versions.get("ontology") == version:
            return home().release(manifest.number)
    known = {each.versions.get("ontology", "") for each in home().releases()} - {""}
    hint = f"there are {', '.join(sorted(known))}" if known else "there is none"
    raise NotFoundError(f"/{name}/{version}: no release that is kept has that version; {hint}")


def _rows(name: str, version: str | None) -> list[Row]:
    query = QueryRequest(_ROWS.format(graph=GRAPHS[name]))
    if version is None:
        body = read(release(), query)
    else:
        with _with_version(name, version) as older:
            answer = evaluate(older.store, query)
            body = answer.taken()
    rows: list[Row] = json.loads(body)["results"]["bindings"]
    return rows


def _part_of(iri: str, vocabulary: str) -> bool:
    return iri.partition("#")[0] == vocabulary


def _terms(rows: Sequence[Row]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for row in rows:
        iri, predicate, value = row["s"]["value"], row["p"]["value"], row["o"]
        term = terms.setdefault(iri, Term(iri))
        if predicate == RDF.type.value:
            term.types.add(value["value"])
        elif predicate in _NAMES:
            term.names[value.get("xml:lang", "")] = value["value"]
        elif predicate in _WORDS:
            term.words[value.get("xml:lang", "")].append(value["value"])
        elif predicate != RDFS.isDefinedBy.value:
            term.facts.append((_named(predicate), _shown(value)))
    return terms


def _note_uses(terms: dict[str, Term], rows: Iterable[Row]) -> None:
    for row in rows:
        user, term = row["s"]["value"], terms.get(row["o"]["value"])
        if term and user != term.iri and row["o"]["type"] == "uri":
            term.used[user] = _named(user)


def _sections(terms: dict[str, Term]) -> Iterator[tuple[dict[str, str], list[Term]]]:
    """The terms by what they are, those of one kind in alphabetical order."""
    left = dict(sorted(terms.items()))
    for kind, words in _ORDER:
        found = [e for e in left.values() if kind is None or kind.value in e.types]
        left = {iri: each for iri, each in left.items() if each not in found}
        if found:
            yield words, found


def _named(iri: str) -> Shown:
    return Shown(short(iri), link(iri), title=iri)


def _shown(value: Mapping[str, str]) -> Shown:
    if value["type"] == "uri":
        return _named(value["value"])
    return Shown(value["value"], lang=value.get("xml:lang", ""))
