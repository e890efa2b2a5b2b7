"""Terms as pages show them: by their label in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from ontology.names import DCTERMS, RDFS, SKOS
from server.current import Release
from server.execute import select
from server.language import best, language
from server.links import link, short

Row = Mapping[str, Mapping[str, Any]]
LIMIT = 2000
"""IRIs whose labels a page looks up; the others are shown by their names."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A term on a page: its words, where it leads, its language, what it is exactly."""

    text: str
    href: str = ""
    lang: str = ""
    title: str = ""


class Labels:
    """The labels of some IRIs, found by one query."""

    def __init__(self, current: Release, iris: Iterable[str]) -> None:
        self._language = language()
        self._found: dict[str, list[Mapping[str, Any]]] = {}
        nodes = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris))[:LIMIT])
        if not nodes:
            return
        query = f"""SELECT ?iri ?label {{ VALUES ?iri {{ {nodes} }}
          {{ ?iri {SKOS.prefLabel} ?label }} UNION {{ ?iri {RDFS.label} ?label }}
          UNION {{ ?iri {DCTERMS.title} ?label }} }}"""
        for row in select(current, query):
            self._found.setdefault(row["iri"]["value"], []).append(row["label"])

    def name(self, iri: str) -> str:
        """What an IRI is called."""
        return best(self._found.get(iri, ()), self._language) or short(iri)

    def thing(self, iri: str) -> Shown:
        """A thing of ours as a page shows it."""
        return Shown(self.name(iri), link(iri))

    def best(self, rows: Iterable[Row], name: str) -> str:
        """The literal in that column in the reader's language; empty where there is none."""
        return best([row[name] for row in rows if name in row], self._language) or ""

    def __call__(self, term: Mapping[str, Any]) -> Shown:
        """A term of SPARQL's JSON as a page shows it."""
        value = str(term["value"])
        if term["type"] == "uri":
            return Shown(self.name(value), link(value), title=value)
        if term["type"] == "bnode":
            return Shown(f"_:{value}")
        if term["type"] != "literal":
            return Shown(str(value))
        datatype = short(str(term.get("datatype", "")))
        return Shown(value, lang=str(term.get("xml:lang", "")), title=datatype)


def iris(rows: Iterable[Row], *names: str) -> set[str]:
    """The IRIs in these columns of the rows, in all where none is named."""
    return {
        str(term["value"])
        for row in rows
        for name, term in row.items()
        if term["type"] == "uri" and (not names or name in names)
    }
