"""What the tools answer: rows with their release and how to cite it, never cut in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyoxigraph import NamedNode

from graph.errors import NotFoundError, ParameterError
from graph.questions import bound, question
from graph.releases import Home, Release
from graph.search.find import search as find
from graph.search.find import values
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from graph.workers import Limits, Pool
from ontology.names import BASE
from queries import load, paged
from server.api_rows import plain

JSON = "application/sparql-results+json"
MOST_ROWS = 1000
"""Rows of one answer, whatever is asked for."""
_SECONDS = 30.0
_EVIDENCE = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?graph ?province ?year ?theme ?direction ?basis ?role ?confidence ?assertedIn
  ?passage ?text ?start ?end ?quote ?citedAt ?verdict ?source
WHERE {
  GRAPH ?graph { ?statement lh:aboutTheme ?theme ; lh:year ?year ; lh:basis ?basis ;
    lh:assertedIn ?assertedIn }
  OPTIONAL { ?statement lh:ofProvince ?province }
  OPTIONAL { ?statement lh:hasDirection ?direction }
  OPTIONAL { ?statement lh:role ?role }
  OPTIONAL { ?statement lh:confidence ?confidence }
  OPTIONAL { ?statement lh:citedAt ?citedAt }
  OPTIONAL { ?statement ^lh:reviews/lh:verdict ?verdict }
  OPTIONAL { ?statement lh:evidence ?passage .
    ?passage lh:inText ?text ; oa:start ?start ; oa:end ?end .
    OPTIONAL { ?passage oa:exact ?quote }
    OPTIONAL { ?text dcterms:source ?source } }
}
ORDER BY ?direction ?start"""
_COUNTS = """PREFIX lh: <https://w3id.org/lianghui/ontology#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) { VALUES ?class { lh:Province lh:WorkReport
  lh:SourceArticle lh:Theme lh:PolicyDirection lh:PolicyStatement lh:ThemeMention lh:ParkPlan }
  ?thing a ?class } GROUP BY ?class ORDER BY ?class"""


class Desk:
    """Answers from the newest release of a home, each query in a worker within its limits."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._pool: Pool | None = None
        self._number: int | None = None

    def close(self) -> None:
        """Ends the workers."""
        if self._pool:
            self._pool.close()

    def describe(self) -> dict[str, Any]:
        """The dataset: its release, what it holds, its licence."""
        with self._release() as release:
            counts = self._rows(_COUNTS, 100)
            return {
                "title": "Lianghui: what China's provinces promise at the Two Sessions",
                "licence": "CC BY 4.0",
                "triples": release.manifest.triples,
                "things": counts["rows"],
                "graphs": sorted(release.manifest.graphs),
                **self._cited(release),
            }

    def search(self, text: str, kind: str = "", limit: int = 10) -> dict[str, Any]:
        """Things and passages found by words in Chinese or English."""
        with self._release() as release:
            kinds = values(release.path, "type")
            if kind and kind not in kinds:
                raise ParameterError("kind", f"{kind!r} is no kind", kinds)
            found = find(release.path, text, {"type": kind} if kind else {}, limit=_most(limit))
            hits = [
                {"iri": hit.iri, "type": hit.type, "words": hit.words, "about": dict(hit.facets)}
                for hit in found.hits
            ]
            return {
                "hits": hits,
                "total": found.total,
                "truncated": found.total > len(hits),
                **self._cited(release),
            }

    def questions(self) -> dict[str, Any]:
        """The saved questions with their typed parameters."""
        return {
            "questions": [
                {
                    "name": each.name,
                    "title": each.title,
                    "description": each.description["en"],
                    "columns": list(each.columns),
                    "parameters": [
                        {
                            "name": one.name,
                            "type": one.type,
                            "optional": one.optional,
                            "default": one.default,
                            "example": one.example,
                        }
                        for one in each.parameters
                    ],
                }
                for each in load().values()
                if each.form == "SELECT"
            ]
        }

    def ask(
        self, name: str, parameters: Mapping[str, str], limit: int = 100, offset: int = 0
    ) -> dict[str, Any]:
        """The rows of a saved question."""
        asked = question(name)
        if asked.form != "SELECT":
            raise NotFoundError(f"{name}: answers with a graph; ask it with the tool sparql")
        with self._release() as release:
            text = bound(release.store, asked, parameters)
            rows = self._rows(paged(text, _most(limit) + 1, max(0, offset)), _most(limit))
            return {"question": name, **rows, **self._cited(release)}

    def sparql(self, query: str, limit: int = 100) -> dict[str, Any]:
        """The rows of a SELECT, the truth of an ASK, the triples of a graph as N-Triples."""
        with self._release() as release:
            return {**self._rows(query, _most(limit)), **self._cited(release)}

    def evidence(self, statement: str) -> dict[str, Any]:
        """What a statement says, and where exactly it is written."""
        iri = statement if statement.startswith(BASE) else f"{BASE}id/{statement}"
        with self._release() as release:
            binding = (("statement", str(_node(iri))),)
            found = self._rows(_EVIDENCE, MOST_ROWS, binding)
            if not found["rows"]:
                raise NotFoundError(f"{iri}: no statement of release {release.number}")
            return {"statement": iri, **found, **self._cited(release)}

    @contextmanager
    def _release(self) -> Iterator[Release]:
        with self._home.require() as release:
            if self._pool is None:
                self._pool = Pool(release.path, Limits(seconds=_SECONDS))
            elif release.number != self._number:
                self._pool.switch(release.path)
            self._number = release.number
            yield release

    def _rows(
        self,
        query: str,
        most: int,
        bindings: tuple[tuple[str, str], ...] = (),
    ) -> dict[str, Any]:
        assert self._pool is not None  # noqa: S101 -- _release made it
        formats = Formats(rows=JSON, boolean=JSON, graph="application/n-triples")
        request = QueryRequest(query, formats=formats, bindings=bindings, max_rows=most)
        answer = self._pool.run(request, "mcp")
        return _told(answer, most)

    @staticmethod
    def _cited(release: Release) -> dict[str, Any]:
        made = release.manifest.time
        cited = f"Lianghui, release {release.number} ({made:%Y-%m-%d}), {BASE}, CC BY 4.0"
        return {"release": release.number, "citation": cited}


def _told(answer: QueryAnswer, most: int) -> dict[str, Any]:
    body = answer.body if isinstance(answer.body, bytes) else answer.body.read()
    if answer.media_type != JSON:
        return {"triples": body.decode(), "truncated": answer.truncated}
    document = json.loads(body)
    if "boolean" in document:
        return {"boolean": document["boolean"]}
    bindings = document["results"]["bindings"]
    columns = document["head"]["vars"]
    return {
        "columns": columns,
        "rows": [{name: plain(row.get(name)) for name in columns} for row in bindings[:most]],
        "truncated": answer.truncated or len(bindings) > most,
    }


def _most(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise NotFoundError(f"{iri}: no IRI") from error
