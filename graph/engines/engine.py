"""An engine of another make: its marks, its graphs, and the queries that it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import SEEK_END
from typing import IO
from urllib.parse import urlencode

from graph.engines.client import Client, Reply
from graph.engines.dialect import Dialect, dialect
from graph.engines.mark import Mark, read_mark
from graph.engines.target import Target
from graph.errors import EngineFailedError, EngineUnreachableError, QueryTimeoutError

FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
MARK_SECONDS = 5.0
MARK_BYTES = 1 << 16
UPDATE_SECONDS = 600.0
BYTES_A_SECOND = 200_000
"""What an engine takes in at least: some thousand triples."""
PARTIAL = 206
_BUSY = (429, 502, 503)


@dataclass(frozen=True)
class Engine:
    """An engine at its addresses; raises EngineUnreachableError and EngineFailedError."""

    target: Target
    client: Client
    dialect: Dialect

    def __enter__(self) -> Engine:
        """The engine itself, its connections let go when the block is left."""
        return self

    def __exit__(self, *_: object) -> None:
        """Lets this thread's connections go."""
        self.client.close()

    def select(
        self, query: str, *, seconds: float = UPDATE_SECONDS, most: int = 1 << 30
    ) -> list[dict[str, dict[str, str]]]:
        """The rows of a query of ours, as SPARQL's JSON has them."""
        with self.query(query, JSON, seconds=seconds, most=most) as body:
            return rows(body)

    def query(
        self,
        query: str,
        accept: str,
        parameters: Sequence[tuple[str, str]] = (),
        *,
        seconds: float,
        most: int,
    ) -> IO[bytes]:
        """The body of the answer to a query; ``seconds`` and ``most`` (bytes) limit it."""
        form = [("query", self.dialect.prologue + query), *parameters]
        reply = self._post(self.target.query, form, accept, seconds, most)
        if reply.status == PARTIAL or "x-sql-state" in reply.headers:  # Virtuoso's anytime queries
            reply.body.close()
            raise EngineFailedError(f"{self.target.query}: gives a part of the answer")
        if reply.headers.get("x-sparql-maxrows"):
            reply.body.close()
            raise EngineFailedError(
                f"{self.target.query}: gives no more than {reply.headers['x-sparql-maxrows']} rows;"
                " set ResultSetMaxRows higher in its settings"
            )
        return reply.body

    def update(self, *operations: str) -> None:
        """Runs operations in one request."""
        form = [("update", " ;\n".join(operations))]
        reply = self._post(self.target.update, form, "*/*", UPDATE_SECONDS, MARK_BYTES, reads=False)
        reply.body.close()

    def insertion(self, data: str) -> str:
        """The operation that adds these blocks of ``GRAPH <...> { ... }``."""
        return self.dialect.insert.replace("{data}", data)

    def mark(self) -> Mark | None:
        """What the engine says that it holds; None where it says nothing, or two things."""
        found = self.marks()
        return read_mark(found[0]) if len(found) == 1 else None

    def marks(self) -> list[str]:
        """The IRIs of all marks."""
        read = [("query", self.dialect.read)]
        try:
            reply = self._post(self.target.query, read, JSON, MARK_SECONDS, MARK_BYTES)
        except QueryTimeoutError as error:  # of an engine that is stuck, not of a query
            raise EngineUnreachableError(f"{self.target.query}: does not answer") from error
        with reply.body as body:
            return [row["mark"]["value"] for row in rows(body)]

    def set_mark(self, mark: Mark) -> None:
        """Has this mark, and no other."""
        old = self.marks() if self.dialect.named_marks else []
        drops = (f"DROP SILENT GRAPH <{each}>" for each in old if each != mark.iri)
        self.update(*drops, self.dialect.mark.replace("{mark}", mark.iri))

    def sizes(self, graphs: Iterable[str] | None = None) -> dict[str, int]:
        """How many triples each graph has, of those or of all; empty ones are not listed."""
        names = None if graphs is None else "".join(f"<{each}> " for each in graphs)
        some = "" if names is None else f"VALUES ?g {{ {names}}} "
        found = self.select(
            f"SELECT ?g (COUNT(*) AS ?n) {{ {some}GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        )
        counts = {row["g"]["value"]: int(row["n"]["value"]) for row in found if "g" in row}
        return {name: n for name, n in counts.items() if n and name not in self.dialect.hidden}

    def triples(self, graph: str) -> IO[bytes]:
        """A graph's triples as N-Triples."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} FROM <{graph}> WHERE {{ ?s ?p ?o }}"
        return self.query(query, N_TRIPLES, seconds=UPDATE_SECONDS, most=1 << 40)

    def put(self, graph: str, triples: IO[bytes]) -> None:
        """Has a graph hold these N-Triples and no others, through the Graph Store Protocol."""
        size = triples.seek(0, SEEK_END)
        triples.seek(0)
        url = f"{self.target.graphs}?{urlencode({'graph': graph})}"
        reply = self.client.send(
            "PUT",
            url,
            triples,
            seconds=UPDATE_SECONDS + size / BYTES_A_SECOND,
            most=MARK_BYTES,
            reads=False,
            Content_Type=N_TRIPLES,
            Content_Length=str(size),  # or it would come in chunks, which Virtuoso cannot read
        )
        _good(url, reply).body.close()

    def _post(
        self,
        url: str,
        form: list[tuple[str, str]],
        accept: str,
        seconds: float,
        most: int,
        *,
        reads: bool = True,
    ) -> Reply:
        body = urlencode(form).encode()
        reply = self.client.send(
            "POST",
            url,
            body,
            seconds=seconds,
            most=most,
            reads=reads,
            Content_Type=FORM,
            Accept=accept,
        )
        return _good(url, reply)


def connect(target: Target) -> Engine:
    """The engine at those addresses, once it has said what it is.

    Raises EngineUnreachableError, and EngineUnknownError for a make that is not known.
    """
    client = Client(target.login)
    try:
        reply = client.send(
            "POST",
            target.query,
            urlencode({"query": "ASK {}"}).encode(),
            seconds=MARK_SECONDS,
            most=MARK_BYTES,
            Content_Type=FORM,
            Accept=JSON,
        )
        _good(target.query, reply).body.close()
        return Engine(target, client, dialect(reply.headers))
    except QueryTimeoutError as error:
        client.close()
        raise EngineUnreachableError(f"{target.query}: does not answer") from error
    except BaseException:
        client.close()
        raise


def rows(body: IO[bytes]) -> list[dict[str, dict[str, str]]]:
    """The rows in SPARQL's JSON. Raises EngineFailedError for anything else."""
    try:
        found = json.load(body)["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise EngineFailedError("the engine's answer is no table") from error
    if not isinstance(found, list):
        raise EngineFailedError("the engine's answer is no table")
    return found


def _good(url: str, reply: Reply) -> Reply:
    if 200 <= reply.status < 300:
        return reply
    with reply.body:
        words = reply.words()
    if reply.status in _BUSY and "time" not in words.lower():
        raise EngineUnreachableError(f"{url}: status {reply.status}: {words}")
    if reply.status in (*_BUSY, 408, 504):
        raise QueryTimeoutError("the engine stopped the query at its own time limit")
    raise EngineFailedError(f"{url}: status {reply.status}: {words}")
