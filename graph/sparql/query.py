"""What a query asks for and what comes back, for every way of running it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Formats:
    """The media type to answer in, for each form a query can have; None: not acceptable."""

    rows: str | None = "application/sparql-results+json"
    boolean: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"

    def __reduce__(self) -> tuple[Any, ...]:
        """As that of a request, of which it is a part."""
        return type(self), (self.rows, self.boolean, self.graph)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What ``address`` answered to the query ``text`` (empty: the document itself).

    ``body`` is None where it failed and the query does without.
    """

    address: str
    text: str
    media_type: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A SPARQL query with all that the protocol says beside it.

    ``union`` makes the default graph the union of the named graphs; ``default_graphs`` and
    ``named_graphs`` are the protocol's dataset; ``bindings`` pairs a variable's name with an
    N-Triples term; ``max_rows`` caps rows or triples, None for no cap. ``remote`` lists the
    addresses that may be asked (:mod:`graph.remote.allowed`), ``fetched`` what they answered.
    """

    text: str
    base: str | None = None
    union: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: tuple[tuple[str, str], ...] = ()
    formats: Formats = Formats()
    max_rows: int | None = None
    remote: tuple[str, ...] = ()
    fetched: tuple[Fetched, ...] = ()

    def __hash__(self) -> int:
        """That of the text: hashing all of it would take longer than the text's own, kept, hash."""
        return hash(self.text)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as a call, of whichever kind it is: it goes to a worker at each request."""
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


class QueryAnswer(NamedTuple):
    """A whole answer: ``body`` is bytes, or an open file (position 0) when it is large.

    ``release`` is the one that it was answered from, where the one who answered knows.
    """

    media_type: str
    body: bytes | IO[bytes]
    length: int
    rows: int
    truncated: bool = False
    deterministic: bool = True
    release: int | None = None

    def of_release(self, number: int) -> QueryAnswer:
        """The answer with its release."""
        return QueryAnswer(*self[:-1], number)

    def taken(self) -> bytes:
        """The whole body in memory; the file that it was in is closed."""
        if isinstance(self.body, bytes):
            return self.body
        with self.body as file:
            return file.read()
