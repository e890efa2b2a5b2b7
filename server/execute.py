"""The one function through which every query goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.evaluate import evaluate
from graph.query import QueryAnswer, QueryRequest
from server.current import Release


def execute(release: Release, query: QueryRequest, seconds: float | None = None) -> QueryAnswer:
    """Answers a query from a release, in at most ``seconds`` where a limit is kept.

    Raises what :func:`graph.evaluate.evaluate` raises.
    """
    del seconds  # only a worker that can be killed keeps a limit
    return evaluate(release.store, query)


def select(
    release: Release,
    text: str,
    bindings: Mapping[str, NamedNode | Literal] = MappingProxyType({}),
    *,
    union: bool = True,
) -> list[dict[str, dict[str, Any]]]:
    """The rows of a SELECT of ours, each a map from variable to a term of SPARQL's JSON."""
    pairs = tuple((name, str(term)) for name, term in bindings.items())
    query = QueryRequest(text, union=union, bindings=pairs)
    rows: list[dict[str, dict[str, Any]]] = json.loads(read(release, query))["results"]["bindings"]
    return rows


def read(release: Release, query: QueryRequest) -> bytes:
    """The body of the answer to a query of ours, all of it in memory."""
    answer = execute(release, query)
    return answer.body if isinstance(answer.body, bytes) else answer.body.read()
