"""What was withdrawn: its IRIs stay known, so that whoever cited one hears that it is gone.

The time of it stands in ``graph/provenance`` and nothing else is said of such a thing (PROV-O,
``prov:invalidatedAtTime``); one that is described again is no longer withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from graph.describe import PROVENANCE, time
from graph.infer import INFERRED
from graph.releases import Draft
from ontology import names
from ontology.names import BASE, PROV

_THINGS = f"{BASE}id/"
_DERIVED = (INFERRED.value, f"{names.graph('analytics').value}/")


def bury(draft: Draft, things: Iterable[NamedNode], at: dt.datetime) -> None:
    """Note of those things of ours of which nothing is said any more that they are withdrawn."""
    draft.add(
        Quad(thing, PROV.invalidatedAtTime, time(at), PROVENANCE)
        for thing in sorted(set(things), key=str)
        if thing.value.startswith(_THINGS) and not _described(draft, thing)
    )


def revive(draft: Draft) -> None:
    """Take the note from the things that are described again."""
    noted = draft.view.quads_for_pattern(None, PROV.invalidatedAtTime, None, PROVENANCE)
    again = [
        quad
        for quad in noted
        if isinstance(quad.subject, NamedNode) and _described(draft, quad.subject)
    ]
    if again:
        draft.remove(again)


def _described(draft: Draft, thing: NamedNode) -> bool:
    """Whether any fact is about it; what is derived goes when its facts are gone."""
    return any(
        quad.predicate != PROV.invalidatedAtTime and not _is_derived(quad)
        for quad in draft.view.quads_for_pattern(thing, None, None)
    )


def _is_derived(quad: Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.startswith(_DERIVED)
