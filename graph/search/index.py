"""The search index of a release: names of things, and the passages whose words are held.

SQLite's FTS5 with each Chinese character a token of its own, so that a query of one character
finds it and a phrase is found across words; made in order, so that equal graphs give equal files.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from graph.home.files import link_or_copy
from graph.home.hashing import graph_name
from graph.releases import Draft
from graph.search.script import fold, spaced
from ontology.names import BASE, DCTERMS, LH, OA, RDFS, SKOS

FILE = "search.sqlite"
FACETS = ("type", "year", "province", "theme", "direction", "role")
NAMES = (
    SKOS.prefLabel,
    DCTERMS.title,
    RDFS.label,
    SKOS.notation,
    LH.gbCode,
    LH.isoCode,
    SKOS.altLabel,
    SKOS.hiddenLabel,
)
"""What gives a thing a name, in the order of their weight."""
UNNAMED = ("cue",)
"""Kinds of things that nobody looks for by name."""
_ABOUT = {
    LH.year: "year",
    LH.ofProvince: "province",
    LH.aboutTheme: "theme",
    LH.hasDirection: "direction",
    LH.role: "role",
}
_READ = (*NAMES, *_ABOUT, LH.evidence, LH.inText, OA.start, OA.end, OA.exact)
_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE entry (id INTEGER PRIMARY KEY, type TEXT, iri TEXT, words TEXT, folded TEXT,
  language TEXT, rank INTEGER);
CREATE TABLE facet (name TEXT, value TEXT, entry INTEGER,
  PRIMARY KEY (name, value, entry)) WITHOUT ROWID;
CREATE INDEX facet_of_entry ON facet (entry, name);
CREATE VIRTUAL TABLE term USING fts5 (words, content = '', tokenize = 'unicode61');
"""

Facets = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: a name of a thing, or the words of a passage."""

    type: str
    iri: str
    words: str
    language: str
    rank: int
    facets: Facets


def build(draft: Draft) -> None:
    """Put the index into the draft's directory; that of its base where it would be the same."""
    target = draft.path / FILE
    base = draft.base.path / FILE if draft.base else None
    if base and base.exists() and _untouched(draft):
        link_or_copy(base, target)
        return
    write(target, entries(draft))


def write(target: Path, found: Iterator[Entry]) -> None:
    """Write an index of these entries, in their order."""
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        for number, each in enumerate(found, 1):
            _insert(connection, number, each)
        connection.execute("INSERT INTO term (term) VALUES ('optimize')")
        connection.execute("COMMIT")
    finally:
        connection.close()


def entries(draft: Draft) -> Iterator[Entry]:
    """Everything that can be found in the draft."""
    yield from _named(draft.view)
    yield from _passages(draft)


def _insert(connection: sqlite3.Connection, number: int, each: Entry) -> None:
    folded = fold(each.words)
    row = (number, each.type, each.iri, each.words, folded, each.language, each.rank)
    connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    connection.execute("INSERT INTO term (rowid, words) VALUES (?, ?)", (number, spaced(folded)))
    facets = [
        (name, value, number) for name, values in each.facets.items() for value in sorted(values)
    ]
    facets.append(("type", each.type, number))
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", facets)


def _untouched(draft: Draft) -> bool:
    """Whether no graph that changed says, or said, anything that the index is made of."""
    if draft.base is None or draft.texts.keys() != draft.base.manifest.texts.keys():
        return False
    stores = (draft.view, draft.base.store)
    return not any(
        next(store.quads_for_pattern(None, predicate, None, graph_name(key)), None)
        for key in draft.changed_graphs()
        for store in stores
        for predicate in _READ
    )


def _named(store: Store) -> Iterator[Entry]:
    """The names of things, each once with its weightiest kind."""
    best: dict[tuple[str, str, str], int] = {}
    for rank, predicate in enumerate(NAMES):
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                key = (quad.subject.value, quad.object.value, quad.object.language or "")
                best.setdefault(key, rank)
    for (iri, words, language), rank in sorted(best.items()):
        kind = type_of(iri)
        if kind in UNNAMED:
            continue
        own = {kind: (key_of(iri),)} if kind in FACETS else {}
        yield Entry(kind, iri, words, language, rank, own)


def _passages(draft: Draft) -> Iterator[Entry]:
    """The passages whose words are in a text that is held or quoted in the graph, text by text."""
    store = draft.view
    spans = store.quads_for_pattern(None, LH.inText, None)
    for text in sorted({q.object for q in spans if isinstance(q.object, NamedNode)}, key=str):
        whole = draft.text(key_of(text.value))
        for passage in sorted(_inside(store, text)):
            if words := _words(store, NamedNode(passage), whole):
                facets = _facets(store, NamedNode(passage))
                yield Entry("passage", passage, words, "", len(NAMES), facets)


def _inside(store: Store, text: NamedNode) -> set[str]:
    """The passages of a text."""
    spans = (str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, LH.inText, text))
    return {iri for iri in spans if type_of(iri) == "passage"}


def _words(store: Store, passage: NamedNode, whole: str | None) -> str | None:
    """The passage's words: those of its text, where that is held, else those quoted."""
    said = {
        quad.predicate: quad.object.value
        for quad in store.quads_for_pattern(passage, None, None)
        if isinstance(quad.object, Literal)
    }
    start, end = said.get(OA.start, ""), said.get(OA.end, "")
    known = whole is not None and start.isdecimal() and end.isdecimal()
    words = whole[int(start) : int(end)] if whole is not None and known else ""
    return words or said.get(OA.exact)


def _facets(store: Store, passage: NamedNode) -> Facets:
    """What is stated on the evidence of a passage."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in {q.subject for q in store.quads_for_pattern(None, LH.evidence, passage)}:
        if isinstance(statement, NamedNode):
            for quad in store.quads_for_pattern(statement, None, None):
                name = _ABOUT.get(quad.predicate)
                if name and isinstance(quad.object, NamedNode | Literal):
                    found[name].add(key_of(quad.object.value))
    return found


def type_of(iri: str) -> str:
    """The kind of thing that an IRI of ours names, ``term`` for what is not below ``id/``."""
    return iri[len(BASE) + 3 :].partition("/")[0] if iri.startswith(BASE + "id/") else "term"


def key_of(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rpartition("/")[2]
