"""A query passed on to another engine: checked before, its answer checked and written anew.

Runs in a worker of the pool, so the limits of time, memory and size are the embedded store's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph.engines.engine import JSON, N_TRIPLES, Engine, connect
from graph.engines.mark import Mark
from graph.engines.target import Target
from graph.errors import EngineElsewhereError, EngineFailedError
from graph.sparql.evaluate import evaluate
from graph.sparql.keywords import query_probe
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.tokens import outline

_GRAPHS = ("CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class ForwardedRequest(QueryRequest):
    """A query for an engine that must hold the release of that number and digest.

    ``seconds`` and ``answer_bytes`` limit what the engine may take and give.
    """

    target: Target | None = None
    digest: str = ""
    seconds: float = 30.0
    answer_bytes: int = 1 << 30


@dataclass
class _Known:
    """What this process knows of an engine."""

    engine: Engine
    mark: Mark | None = None


_known: dict[Target, _Known] = {}


def forward(store: Store, request: QueryRequest) -> QueryAnswer:
    """The answer of an engine, as :func:`graph.sparql.evaluate.evaluate` would give it.

    ``store`` is the release that the engine must hold. Raises what evaluate raises, and
    EngineElsewhereError, EngineUnreachableError and EngineFailedError.
    """
    if not isinstance(request, ForwardedRequest) or request.target is None:
        raise TypeError(request)
    engine = EngineStore(store, request, request.target)
    try:
        return evaluate(engine, request)  # type: ignore[arg-type]
    except (SyntaxError, ValueError) as error:  # what is read only while it is written out
        raise EngineFailedError(f"the engine's answer cannot be read: {error}") from error
    finally:
        engine.close()


class EngineStore:
    """As much of a store as evaluating takes, answered by an engine."""

    def __init__(self, release: Store, request: ForwardedRequest, target: Target) -> None:
        self._release, self._request, self._target = release, request, target
        self._bodies: list[IO[bytes]] = []

    def close(self) -> None:
        """Lets go of what the engine said, once it has been written anew."""
        for body in self._bodies:
            body.close()

    def contains_named_graph(self, graph: NamedNode | BlankNode) -> bool:
        """Whether the release, which the engine holds too, has a graph of that name."""
        return self._release.contains_named_graph(graph)

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Sequence[NamedNode] = (),
        named_graphs: Sequence[NamedNode] = (),
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """The engine's answer, if it held the same release before and after.

        Raises SyntaxError for what our own parser refuses, before the engine sees it.
        """
        complaint = query_probe(base_iri)(text)
        if complaint is not None:
            raise complaint
        known = _engine(self._request, self._target)
        distrusted = known.engine.dialect.distrusted
        if distrusted is not None and distrusted.search(text):
            raise EngineFailedError("this engine is seen to get such queries wrong")
        parameters = [("default-graph-uri", each.value) for each in default_graph]
        parameters += [("named-graph-uri", each.value) for each in named_graphs]
        if use_default_graph_as_union:
            parameters += known.engine.dialect.union
        graph = outline(text).form in _GRAPHS
        based = f"BASE <{base_iri}>\n{text}" if base_iri else text
        body = known.engine.query(
            based,
            N_TRIPLES if graph else JSON,
            parameters,
            seconds=self._request.seconds,
            most=self._request.answer_bytes,
        )
        self._bodies.append(body)
        if (now := known.engine.mark()) != known.mark:
            known.mark = now
            raise EngineElsewhereError("the engine has changed while it answered")
        return _triples(body) if graph else _results(body)


def _engine(request: ForwardedRequest, target: Target) -> _Known:
    """The engine, once it holds the whole release; looked at anew unless it did before."""
    known = _known.get(target)
    if known is None:
        known = _known[target] = _Known(connect(target))
    if not _holds(known.mark, request):
        known.mark = known.engine.mark()
        if not _holds(known.mark, request):
            raise EngineElsewhereError("the engine does not hold this release, or not all of it")
    return known


def _holds(mark: Mark | None, request: ForwardedRequest) -> bool:
    return mark is not None and mark.whole and mark.digest == request.digest


def _results(body: IO[bytes]) -> QuerySolutions | QueryBoolean:
    try:
        return parse_query_results(body, format=QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise EngineFailedError(f"the engine's answer cannot be read: {error}") from error


def _triples(body: IO[bytes]) -> Iterator[Triple]:
    return (quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
