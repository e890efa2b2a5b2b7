"""What a network that stands in the graph was asked with, so that it can be made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import Literal, Store

from graph.errors import InputError, UnprocessableError
from graph.networks.analytics import analysis
from graph.networks.catalogue import Values, network, read
from ontology import names
from ontology.names import LH


@contextmanager
def remaking(name: str) -> Iterator[None]:
    """Names the graph, and what helps, where its network cannot be had by its values any more."""
    try:
        yield
    except UnprocessableError as error:
        problem = f"the network cannot be made anew of the facts: {error}"
        raise _unusable(name, problem) from error


def given(store: Store, name: str) -> Values:
    """What the network in ``graph/analytics/{name}`` was asked with.

    Raises InputError where its run does not tell, as in a graph that was not published by us, and
    UnprocessableError for values that the network does not take.
    """
    graph = names.graph("analytics", name)
    told = [q.object for q in store.quads_for_pattern(analysis(name), LH.parameters, None, graph)]
    found = _values(told[0].value) if len(told) == 1 and isinstance(told[0], Literal) else None
    if found is None:
        raise _unusable(name, "no run tells, by one lh:parameters, what the network was asked with")
    return read(network(name), found)


def _values(written: str) -> dict[str, str] | None:
    try:
        found = json.loads(written)
    except ValueError:
        return None
    texts = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    return found if texts else None


def _unusable(name: str, problem: str) -> InputError:
    remedy = f"leave it out, or have `lianghui network {name} --publish` put ours in its place"
    return InputError(names.graph("analytics", name).value, problem, remedy)
