"""Derived links: what clients ask for and the facts imply, kept in a graph of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from graph.home.hashing import graph_name
from graph.releases import Draft
from ontology import names
from ontology.names import DCTERMS, LH, OA, RDF, SKOS

INFERRED = names.graph("inferred")
_HERE = Path(__file__).parent
RULES = tuple(sorted((_HERE / "rules").glob("*.rq")))
_DERIVING = (*RULES, *sorted((_HERE / "counts").glob("*.py")), _HERE / "networks" / "publish.py")
RULES_VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in _DERIVING)).hexdigest()[:12]
"""As releases tell it: what was derived by other rules, or counted otherwise, is made anew."""
READ: tuple[tuple[NamedNode, NamedNode | None], ...] = (
    (DCTERMS.language, None),
    (LH.aboutReport, None),
    (LH.aboutTheme, None),
    (LH.charLength, None),
    (LH.currentText, None),
    (LH.evidence, None),
    (LH.hasDirection, None),
    (LH.inText, None),
    (LH.ofCountry, None),
    (LH.ofProvince, None),
    (LH.reviews, None),
    (LH.verdict, None),
    (LH.year, None),
    (OA.end, None),
    (RDF.type, LH.Session),
    (RDF.type, LH.WorkReport),
    (SKOS.prefLabel, None),
)
"""Predicates, and objects where it is those, of the triples that the rules read."""


def derive(draft: Draft) -> None:
    """Have the draft's derived links be of its facts; those of a base that says the same stay."""
    if not _stands(draft):
        draft.replace_graph(INFERRED, infer(draft.view))


def infer(store: Store) -> Iterator[Quad]:
    """The quads of ``graph/inferred`` that the other graphs imply.

    The store must not hold that graph while this runs. The rules are the CONSTRUCT queries of
    ``graph/rules``, each applied once: none builds on another's result.
    """
    for rule in RULES:
        answer = store.query(rule.read_text("utf-8"), use_default_graph_as_union=True)
        for triple in cast(QueryTriples, answer):
            yield Quad(triple.subject, triple.predicate, triple.object, INFERRED)


def _stands(draft: Draft) -> bool:
    """Whether what the base derived still holds, since no graph that changed says what is read."""
    if draft.base is None or draft.base.manifest.versions.get("rules") != RULES_VERSION:
        return False
    changed = draft.changed_graphs()
    stores = (draft.view, draft.base.store)
    return INFERRED.value not in changed and not any(
        next(store.quads_for_pattern(None, predicate, value, graph_name(key)), None)
        for key in changed
        for store in stores
        for predicate, value in READ
    )
