"""Measures of networks in the graph itself: made at each release, or kept where nothing changed.

What draws and measures takes time to load, so :mod:`graph.networks.publish` is asked only where
there is something to make.
"""

from __future__ import annotations

import hashlib
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.home.hashing import graph_name
from graph.infer import RULES_VERSION
from graph.networks.catalogue import NETWORKS
from graph.questions import ask, question
from graph.releases import Draft
from graph.version import TOOL
from ontology import names
from ontology.names import DCTERMS, GEO, LH, OA

LAYERS = ("asserted", "curated", "documents", "extracted", "reference")
"""The layers of the graph that the measures are made of."""
READ = (
    DCTERMS.language,
    GEO.sfTouches,
    LH.aboutReport,
    LH.aboutTheme,
    LH.charLength,
    LH.currentText,
    LH.evidence,
    LH.hasDirection,
    LH.ofProvince,
    LH.restsOn,
    LH.reviews,
    LH.role,
    LH.verdict,
    LH.year,
    OA.exact,
)
"""What measures and counts read; a graph of somebody else's matters where it says some of it."""
FEWEST = 10
"""Provinces whose reports of a year must have been read for the year to be measured."""
MADE = ("figures", "likeness")
"""What every release has, where some year can be measured."""
_OURS = names.graph("").value
_ANALYTICS = names.graph("analytics").value + "/"


def refresh(draft: Draft) -> None:
    """Have the draft's analytics be of its facts; what was made of the same facts stays."""
    digest = input_hash(draft)
    present = {key.removeprefix(_ANALYTICS) for key in draft.graphs if key.startswith(_ANALYTICS)}
    present &= NETWORKS.keys() | set(MADE)  # what somebody else put there is not ours to make
    if present and all(stands(draft.view, name, digest) for name in present):
        return
    years = measured_years(draft.view)
    wanted = present | set(MADE if years else ())
    if not wanted:
        return
    from graph.networks.publish import publish

    publish(draft, sorted(wanted), years, digest)


def input_hash(draft: Draft) -> str:
    """SHA-256 of the hashes of what the measures are made of, and of what makes them.

    An empty graph counts for nothing: a dump cannot hold it.
    """
    graphs = sorted((key, entry) for key, entry in draft.graphs.items() if entry.triples)
    view = draft.view
    lines = [f"{key} {entry.sha256}" for key, entry in graphs if matters(view, key)]
    return hashlib.sha256("\n".join([TOOL, RULES_VERSION, *lines]).encode()).hexdigest()


def measured_years(store: Store) -> list[str]:
    """The years of which enough reports were read."""
    rows = cast(QuerySolutions, ask(store, question("years"), {}))
    return [row["year"].value for row in rows if int(row["read"].value) >= FEWEST]


def matters(store: Store, key: str) -> bool:
    """Whether measures and counts are made of what the graph says."""
    layer = key.removeprefix(_OURS).split("/")[0]
    if key.startswith(_OURS):
        return layer in LAYERS
    graph = graph_name(key)
    found = (store.quads_for_pattern(None, each, None, graph) for each in READ)
    return any(next(each, None) for each in found)


def analysis(name: str) -> NamedNode:
    """The run that made ``graph/analytics/{name}``."""
    return names.activity("analytics", name)


def stands(store: Store, name: str, digest: str) -> bool:
    """Whether ``graph/analytics/{name}`` was made of those inputs, and of no others beside them.

    A dump that is loaded brings what was made elsewhere into the same graph.
    """
    found = store.quads_for_pattern(
        analysis(name), LH.inputHash, None, names.graph("analytics", name)
    )
    return {quad.object for quad in found} == {Literal(digest)}
