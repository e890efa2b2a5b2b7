"""Derived links: what clients ask for and the facts imply, kept in a graph of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import Quad, QueryTriples, Store

from ontology import names

INFERRED = names.graph("inferred")
RULES = tuple(sorted((Path(__file__).parent / "rules").glob("*.rq")))


def infer(store: Store) -> Iterator[Quad]:
    """The quads of ``graph/inferred`` that the other graphs imply.

    The store must not hold that graph while this runs. The rules are the CONSTRUCT queries of
    ``graph/rules``, each applied once: none builds on another's result.
    """
    for rule in RULES:
        answer = store.query(rule.read_text("utf-8"), use_default_graph_as_union=True)
        for triple in cast(QueryTriples, answer):
            yield Quad(triple.subject, triple.predicate, triple.object, INFERRED)
