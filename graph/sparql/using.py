"""The protocol's dataset for an update: ``using-graph-uri`` becomes USING clauses in its text.

The engine's updates take no dataset beside the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from graph.errors import RequestError
from graph.sparql.lexer import Token
from graph.sparql.operations import Operation, operations


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with the protocol's dataset as USING clauses.

    Raises :class:`RequestError` where it has WITH or USING of its own, as the protocol asks.
    """
    if not default and not named:
        return text
    clauses = " ".join(
        [f"USING {_iri(iri)}" for iri in default] + [f"USING NAMED {_iri(iri)}" for iri in named]
    )
    for operation in reversed(operations(text)):
        if operation.scope or operation.using:
            raise RequestError(
                "the update has WITH or USING, and the request using-graph-uri or "
                "using-named-graph-uri: the dataset is given twice"
            )
        if operation.where is not None:
            text = _insert(text, operation, clauses)
    return text


def _insert(text: str, operation: Operation, clauses: str) -> str:
    where = operation.where
    if where is None:
        return text
    if operation.keyword == "DELETE WHERE":
        group = _source(text, operation.pattern)
        return f"{text[: where.start]}{{ {group} }} {clauses} {text[where.start :]}"
    return f"{text[: where.start]}{clauses} {text[where.start :]}"


def _source(text: str, group: Sequence[Token]) -> str:
    if not group:
        return ""
    return text[group[0].start : group[-1].end]


def _iri(iri: str) -> str:
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        raise RequestError(f"{iri}: not an absolute IRI, so no graph's name") from error
