"""SERVICE clauses replaced by the rows that the services answered.

The engine would connect wherever an answer sends it, so it never asks another service itself: a
worker says what has to be asked (:class:`graph.errors.RemoteNeededError`), the server asks
within its limits, and the query runs again with the answers as VALUES blocks. What SERVICE means
(SPARQL 1.1 Federated Query, 2.4) is a join, and so is VALUES. Blank nodes of an answer become
IRIs (RDF 1.1 Concepts, 3.5), since VALUES holds none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)

from graph.errors import QueryTooComplexError, RemoteFailedError, RemoteNeededError
from graph.sparql.keywords import Service, query_probe, services
from graph.sparql.lexer import tokens
from graph.sparql.query import Fetched, QueryRequest
from graph.sparql.tokens import outline
from ontology.names import BASE

ROWS = 10_000
"""Rows that one SERVICE may answer with."""
CLAUSES = 10
"""SERVICE clauses that one query may have."""
SENT, BATCH = 1_000, 200
"""Up to so many rows of what stands before are sent along, so many with each request."""
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""The media types in which an answer is read."""
_SKOLEM = f"{BASE}.well-known/genid/"


def with_answers(store: Store, request: QueryRequest, text: str, graphs: Mapping[str, Any]) -> str:
    """The query with the rows of each service in place of its SERVICE clause.

    ``graphs`` is the dataset for the engine. Raises :class:`RemoteNeededError` for an answer that
    ``request`` does not bring, :class:`RemoteFailedError` for one that cannot be used.
    """
    probe = query_probe(request.base)
    if "service" not in text.lower():
        return text
    for _ in range(CLAUSES + 1):
        clause = next(iter(services(text, probe, request.base)), None)
        if clause is None:
            return text
        end, pattern = _group(text, clause.end)
        block = _Clause(store, request, text, graphs, clause, pattern).rows()
        text = f"{text[: clause.start]}{block}{text[end:]}"
    raise QueryTooComplexError(f"the query asks more than {CLAUSES} services; split it")


class _Clause:
    """One SERVICE clause in its query."""

    def __init__(
        self,
        store: Store,
        request: QueryRequest,
        text: str,
        graphs: Mapping[str, Any],
        clause: Service,
        pattern: str,
    ) -> None:
        self._store, self._request, self._graphs = store, request, graphs
        self._text, self._clause, self._pattern = text, clause, pattern
        base = f"BASE <{request.base}> " if request.base else ""
        self._prologue = base + text[: outline(text).prologue]

    def rows(self) -> str:
        """The group that says what the service answered."""
        names, sent = self._known()
        if sent is not None and not sent:
            return "{ VALUES () { } }"  # nothing stands before that it could be joined with
        texts = [self._query(names, batch) for batch in _batches(sent)]
        address = str(self._clause.iri)
        held = {each.text: each for each in self._request.fetched if each.address == address}
        if missing := [each for each in texts if each not in held]:
            raise RemoteNeededError(address, missing, silent=self._clause.silent)
        try:
            return _values([held[each] for each in texts])
        except RemoteFailedError:
            if self._clause.silent:
                return "{ }"
            raise

    def _query(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        query = f"{self._prologue} SELECT * {self._pattern} LIMIT {ROWS + 1}"
        return f"{query} VALUES {_table(names, rows)}" if names else query

    def _known(self) -> tuple[list[str], list[list[str]] | None]:
        """The variables that what stands before binds, and their rows; None for too many.

        Only those that are bound in every row: joined with the others, rows would double.
        """
        wanted = _variables(self._pattern)
        for before in _before(self._text, self._clause.start):
            names = sorted(wanted & _variables(before))
            if not names:
                continue
            found = self._distinct(names, before)
            if found is None or len(found) > SENT:
                break
            good = [n for n, name in enumerate(names) if all(_sendable(row[n]) for row in found)]
            if found and not good:
                break
            return [names[n] for n in good], _unique([[str(row[n]) for n in good] for row in found])
        return [], None

    def _distinct(self, names: Sequence[str], pattern: str) -> list[Sequence[Any]] | None:
        chosen = " ".join(f"?{name}" for name in names)
        query = f"{self._prologue} SELECT DISTINCT {chosen} {{ {pattern} }} LIMIT {SENT + 1}"
        try:
            rows = self._store.query(query, base_iri=self._request.base, **self._graphs)
            return [[row[name] for name in names] for row in rows]  # type: ignore[union-attr]
        except (SyntaxError, ValueError, RuntimeError):
            return None  # it is asked without them then


def _group(text: str, start: int) -> tuple[int, str]:
    """Where the group ends that opens next, and the group."""
    depth, opened = 0, start
    for token in tokens(text[start:]):
        if token.text == "{":
            opened = opened if depth else start + token.start
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0:
                return start + token.end, text[opened : start + token.end]
    raise QueryTooComplexError("the pattern of a SERVICE cannot be told from what follows it")


def _before(text: str, at: int) -> Iterator[str]:
    """What stands before in the same group, then in the groups that it is joined to."""
    found = list(tokens(text[:at]))
    opened: list[int] = []
    for index, token in enumerate(found):
        if token.text == "{":
            opened.append(index)
        elif token.text == "}" and opened:
            opened.pop()
    if any(index > 1 and found[index - 2].keyword == "GRAPH" for index in opened):
        return
    for index in reversed(opened):
        yield _unfiltered(text[found[index].end : at])
        last = found[index - 1] if index else None
        if last is None or (last.keyword != "OPTIONAL" and last.text not in {"{", "}"}):
            return
        at = (last if last.keyword == "OPTIONAL" else found[index]).start


def _unfiltered(pattern: str) -> str:
    """The pattern with its own filters emptied: they may speak of what the service binds."""
    parts, done, depth = [], 0, 0
    ended = 0
    for token in tokens(pattern):
        if token.start < ended:
            continue
        if token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
        elif token.keyword == "FILTER" and depth == 0:
            ended = _end_of_filter(pattern, token.end)
            parts.append(f"{pattern[done : token.start]} {{ }} ")
            done = ended
    return "".join(parts) + pattern[done:]


def _end_of_filter(pattern: str, start: int) -> int:
    depth = 0
    for token in tokens(pattern[start:]):
        if token.kind == "mark":
            depth += 1 if token.text in "({[" else -1
            if depth == 0:
                return start + token.end
    return len(pattern)


def _variables(text: str) -> set[str]:
    return {token.text[1:] for token in tokens(text) if token.text[0] in "?$" and token.text[1:]}


def _sendable(term: Any) -> bool:
    return isinstance(term, NamedNode | Literal)


def _unique(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(each) for each in dict.fromkeys(tuple(row) for row in rows)]


def _batches(rows: Sequence[Sequence[str]] | None) -> Iterator[Sequence[Sequence[str]]]:
    if rows is None:
        yield ()
        return
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _values(answers: Sequence[Fetched]) -> str:
    names: list[str] = []
    rows: list[list[str]] = []
    for answer in answers:
        if answer.body is None:
            return "{ }"
        found, more = _read(answer, ROWS - len(rows))
        names = names or found
        rows += [[row.get(name, "UNDEF") for name in names] for row in more]
    return f"{{ VALUES {_table(names, rows)} }}"


def _read(answer: Fetched, most: int) -> tuple[list[str], list[dict[str, str]]]:
    kind = RESULTS.get(answer.media_type)
    if kind is None:
        raise RemoteFailedError(f"{answer.address}: answers in {answer.media_type}, not as a table")
    try:
        found = parse_query_results(answer.body or b"", kind)
        if not isinstance(found, QuerySolutions):
            raise RemoteFailedError(f"{answer.address}: answers yes or no, not with rows")
        names = [variable.value for variable in found.variables]
        rows = [
            {name: _term(answer, row[name]) for name in names if row[name] is not None}
            for row in islice(found, most + 1)
        ]
    except (SyntaxError, ValueError) as error:
        raise RemoteFailedError(f"{answer.address}: its answer cannot be read: {error}") from error
    if len(rows) > most:
        raise RemoteFailedError(
            f"{answer.address}: answers with more than the {ROWS:,} rows that one SERVICE may give"
        )
    return names, rows


def _term(answer: Fetched, term: Any) -> str:
    if isinstance(term, BlankNode):
        place = f"{answer.address} {answer.text} {term.value}"
        return f"<{_SKOLEM}{sha256(place.encode()).hexdigest()[:24]}>"
    if isinstance(term, NamedNode):
        return str(NamedNode(term.value))  # which looks at what an answer's reader lets through
    if isinstance(term, Literal):
        return str(term)
    raise RemoteFailedError(f"{answer.address}: its answer holds what no VALUES can hold")


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The data block with those rows."""
    head = " ".join(f"?{name}" for name in names)
    return f"({head}) {{ {' '.join(f'({chr(32).join(row)})' for row in rows)} }}"
