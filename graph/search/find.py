"""Search in a release: things by any of their names, and passages by their words."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from graph.errors import DamagedHomeError, NotFoundError
from graph.search.index import FACETS, FILE
from graph.search.script import fold, spaced

MOST_PIECES = 32
"""Pieces of a query between spaces; those after them are passed over."""
_WORD = re.compile(r"[^\W_]+")
_LATIN_END = re.compile(r"[a-z0-9]$")
_HITS = """
SELECT entry.id, entry.type, entry.iri, entry.words, entry.language,
  CASE WHEN entry.type = 'passage' THEN 3 WHEN entry.folded = :whole THEN 0
       WHEN entry.type IN ('province', 'theme', 'direction', 'scenario') THEN 1 ELSE 2
  END AS closeness
FROM term JOIN entry ON entry.id = term.rowid
WHERE term MATCH :match {filters}
ORDER BY closeness, entry.type = 'term',
  CASE WHEN closeness = 3 THEN bm25(term) ELSE instr(entry.folded, :whole) <> 1 END,
  CASE WHEN closeness < 3 THEN length(entry.words) END,
  entry.rank, entry.iri, entry.id
"""
_FILTER = """AND EXISTS (SELECT 1 FROM facet WHERE facet.entry = term.rowid
  AND facet.name = '{name}' AND facet.value = :{name})"""
_COUNTS = """
WITH hit AS MATERIALIZED (SELECT rowid AS id FROM term WHERE term MATCH :match {filters})
SELECT facet.name, facet.value, count(DISTINCT entry.iri)
FROM hit JOIN facet ON facet.entry = hit.id JOIN entry ON entry.id = hit.id
GROUP BY facet.name, facet.value ORDER BY facet.name, 3 DESC, facet.value
"""
_OF = "SELECT name, value FROM facet WHERE entry = ? ORDER BY name, value"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: a thing by one of its names, or a passage.

    ``marks`` are the code points of ``words``, start and end, where the query stands in them;
    ``facets`` has the keys of what the entry is about.
    """

    type: str
    iri: str
    words: str
    language: str
    marks: tuple[tuple[int, int], ...]
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are in all, and how many by each facet's values."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


def search(
    release: Path,
    query: str,
    filters: Mapping[str, str] | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Find things and passages in the release in that directory.

    The words of the query, parted by spaces, must all stand in what is found, each piece of
    Chinese as it is; Latin words need only be begun. Whole names come first, then other names,
    those of provinces and concepts before the rest, and passages; each thing comes once, by its
    best name. ``filters`` maps some of :data:`graph.search.index.FACETS` to a key. Raises
    :class:`graph.errors.NotFoundError` for a release without an index, and
    :class:`graph.errors.DamagedHomeError` for one whose index cannot be read.
    """
    phrases = _phrases(query)
    if not phrases:
        return Found((), 0, {})
    chosen = {name: value for name, value in (filters or {}).items() if name in FACETS}
    clauses = " ".join(_FILTER.format(name=name) for name in chosen)
    values = {"match": _match(phrases), "whole": _clean(query), **chosen}
    with _opened(release) as connection:
        rows = connection.execute(_HITS.format(filters=clauses), values).fetchall()
        unique = list({row[2]: row for row in reversed(rows)}.values())[::-1]
        counted = connection.execute(_COUNTS.format(filters=clauses), values).fetchall()
        hits = [_hit(connection, row, phrases) for row in unique[offset : offset + limit]]
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for name, value, count in counted:
        facets[name][value] = count
    return Found(tuple(hits), len(unique), facets)


def values(release: Path, facet: str) -> list[str]:
    """The values that a facet has in a release."""
    with _opened(release) as connection:
        rows = connection.execute("SELECT DISTINCT value FROM facet WHERE name = ?", (facet,))
        return sorted(row[0] for row in rows)


def check(release: Path) -> None:
    """Raises NotFoundError for a release without an index, DamagedHomeError for a damaged one."""
    with _opened(release) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)


@contextmanager
def _opened(release: Path) -> Iterator[sqlite3.Connection]:
    file = release / FILE
    if not file.exists():
        raise NotFoundError(
            f"release {release.name}: was made without a search index; `lianghui build` makes one"
        )
    address = f"file:{quote(str(file))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        problem = " ".join(str(error).split())
        raise DamagedHomeError(
            f"{file}: cannot be searched ({problem}); `lianghui doctor` says what to do"
        ) from error


def _phrases(query: str) -> list[list[str]]:
    """The pieces of a query, each the words that must stand one after the other."""
    pieces = [_WORD.findall(spaced(piece)) for piece in _clean(query).split()]
    return [piece for piece in pieces if piece][:MOST_PIECES]


def _clean(query: str) -> str:
    return fold(unicodedata.normalize("NFC", query)).strip()


def _match(phrases: Sequence[Sequence[str]]) -> str:
    return " AND ".join(
        f'"{" ".join(words)}"' + ("*" if _LATIN_END.search(words[-1]) else "") for words in phrases
    )


def _hit(
    connection: sqlite3.Connection, row: Sequence[object], phrases: Sequence[Sequence[str]]
) -> Hit:
    number, kind, iri, words, language, _ = row
    facets: dict[str, tuple[str, ...]] = {}
    for name, value in connection.execute(_OF, (number,)):
        facets[name] = (*facets.get(name, ()), value)
    del facets["type"]
    return Hit(str(kind), str(iri), str(words), str(language), marks(str(words), phrases), facets)


def marks(words: str, phrases: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """Where the phrases stand in the words, from left to right, without overlaps."""
    pieces = (r"[\W_]*".join(map(re.escape, phrase)) for phrase in phrases)
    pattern = "|".join(sorted(pieces, key=len, reverse=True))
    return tuple(match.span() for match in re.finditer(pattern, fold(words)) if match.group())
