"""What is said of a thing, by property: names, definitions, identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from pyoxigraph import NamedNode

from ontology.names import PROV, SKOS
from server.current import Release
from server.execute import select
from server.language import best, language
from server.things import require

Term = Mapping[str, Any]
_SAID = "SELECT ?p ?o ?g { GRAPH ?g { ?thing ?p ?o } } ORDER BY ?p ?o"


def said(current: Release, iri: NamedNode) -> list[dict[str, dict[str, Any]]]:
    """Predicate, object and graph (``p``, ``o``, ``g``) of each triple: asked once a request."""
    held: dict[str, list[dict[str, dict[str, Any]]]] = g.setdefault("said", {})
    if iri.value not in held:
        held[iri.value] = select(current, _SAID, {"thing": iri})
    return held[iri.value]


def told(current: Release, iri: NamedNode) -> list[dict[str, dict[str, Any]]]:
    """The same of a thing that is here; raises NotFoundError, GoneError for any other."""
    rows = said(current, iri)
    if not rows or any(row["p"]["value"] == PROV.invalidatedAtTime.value for row in rows):
        require(iri)
    return rows


class Said:
    """The properties of a thing with their values, and the graphs that say so."""

    def __init__(self, current: Release, iri: NamedNode) -> None:
        self.iri = iri.value
        self._values: dict[str, list[Term]] = {}
        self.graphs: list[str] = []
        for row in told(current, iri):
            self._values.setdefault(row["p"]["value"], []).append(row["o"])
            if row["g"]["value"] not in self.graphs:
                self.graphs.append(row["g"]["value"])

    def terms(self, predicate: NamedNode) -> Sequence[Term]:
        """The values of a property."""
        return self._values.get(predicate.value, [])

    def values(self, predicate: NamedNode) -> list[str]:
        """The values of a property, without their types."""
        return [str(each["value"]) for each in self.terms(predicate)]

    def value(self, predicate: NamedNode) -> str:
        """The first value of a property; empty where it has none."""
        return next(iter(self.values(predicate)), "")

    def words(self, predicate: NamedNode, lang: str | None = None) -> str:
        """The literal of a property in a language, else the reader's; empty where none is."""
        return best(self.terms(predicate), lang or language()) or ""

    def names(self) -> list[tuple[str, str]]:
        """The other names, each with its language."""
        terms = [*self.terms(SKOS.prefLabel), *self.terms(SKOS.altLabel)]
        own = self.words(SKOS.prefLabel)
        pairs = ((str(each["value"]), str(each.get("xml:lang", ""))) for each in terms)
        return [pair for pair in dict.fromkeys(pairs) if pair[0] != own]

    def iris(self) -> set[str]:
        """Every thing that the values name."""
        found = (each for values in self._values.values() for each in values)
        return {str(each["value"]) for each in found if each["type"] == "uri"}
