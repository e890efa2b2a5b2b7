"""Why a query has no answer: which of its constants the release does not know, and near ones."""

from __future__ import annotations

import difflib
import json
import time
from collections.abc import Iterator
from typing import Any

from graph.errors import LianghuiError, RequestError
from graph.search.find import search
from graph.sparql.constants import constants
from graph.sparql.query import QueryAnswer, QueryRequest
from server.current import release
from server.execute import select
from server.formats import JSON

MOST = 50
"""Constants of a query that are looked up."""
NEAR = 5
"""Near terms that are told for each."""
AMONG = 20_000
"""Terms of one namespace among which near ones are sought."""
SECONDS = 3.0
"""For all near terms together; what was found by then is told."""

_KNOWN = """SELECT ?place {{ VALUES (?place ?term) {{ {rows} }}
  FILTER (EXISTS {{ GRAPH ?g {{ ?s ?p ?term }} }} || EXISTS {{ GRAPH ?g {{ ?term ?p ?o }} }}
    || EXISTS {{ GRAPH ?g {{ ?s ?term ?o }} }} || EXISTS {{ GRAPH ?term {{ ?s ?p ?o }} }}) }}"""
_SHARING = """SELECT DISTINCT ?near {{
  {{ GRAPH ?g {{ ?near a ?class }} }} UNION {{ GRAPH ?g {{ ?s ?near ?o }} }}
  UNION {{ GRAPH ?g {{ ?s a ?near }} }} UNION {{ GRAPH ?near {{ }} }}
  FILTER (STRSTARTS(STR(?near), {namespace})) }} LIMIT {limit}"""


def explained(answer: QueryAnswer, query: QueryRequest) -> tuple[QueryAnswer, list[dict[str, Any]]]:
    """An answer without rows, its JSON with ``hints``, and these; others stay as they are.

    There is a hint for each constant that the release does not know, with ``term`` and the near
    terms ``instead``; no hint where it knows them all, and only not together.
    """
    found = list(hints(query))
    if answer.media_type != JSON or not isinstance(answer.body, bytes):
        return answer, found
    document = json.loads(answer.body) | {"hints": found}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return QueryAnswer(
        JSON, body, len(body), 0, answer.truncated, answer.deterministic, answer.release
    ), found


def hints(query: QueryRequest) -> Iterator[dict[str, Any]]:
    """The constants of a query that do not occur in the release, with near ones that do."""
    named = [*constants(query.text, query.base), *(value for _, value in query.bindings)][:MOST]
    end = time.monotonic() + SECONDS
    for term in _unknown(named):
        instead = list(_near(term)) if time.monotonic() < end else []
        yield {"term": term, "instead": instead}


def _unknown(terms: list[str]) -> list[str]:
    if not terms:
        return []
    rows = " ".join(f"({place} {term})" for place, term in enumerate(terms))
    try:
        found = select(release(), _KNOWN.format(rows=rows))
    except RequestError:  # what the lexer took for a constant is none to the engine
        return []
    known = {int(row["place"]["value"]) for row in found}
    return [term for place, term in enumerate(terms) if place not in known]


def _near(term: str) -> Iterator[str]:
    try:
        yield from _near_iris(term[1:-1]) if term.startswith("<") else _near_words(term)
    except LianghuiError:  # nothing near is told rather than no answer at all
        return


def _near_iris(iri: str) -> Iterator[str]:
    """IRIs of the same namespace whose last part is like this one's."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    query = _SHARING.format(namespace=json.dumps(iri[:cut]), limit=AMONG)
    names = {row["near"]["value"][cut:] for row in select(release(), query)}
    for name in difflib.get_close_matches(iri[cut:], sorted(names), NEAR, 0.6):
        yield f"<{iri[:cut]}{name}>"


def _near_words(string: str) -> Iterator[str]:
    """Names that the words find, as the release has them: often the same in a language."""
    words = string.rpartition("@")[0] if string[-1] not in "\"'" else string
    told = set()
    for hit in search(release().path, words.strip("\"'"), limit=4 * NEAR).hits:
        if hit.type != "passage":
            tagged = json.dumps(hit.words, ensure_ascii=False)
            told.add(f"{tagged}@{hit.language}" if hit.language else tagged)
    yield from sorted(told, key=len)[:NEAR]
