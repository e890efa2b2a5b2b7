"""Whether a release, or what is loaded, is of an earlier version and lacks what ours asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Store

from graph.counts.tally import COUNTS
from graph.errors import Violation
from graph.home.manifest import Manifest
from graph.infer import RULES_VERSION
from ontology import names, turtle
from ontology.names import LH

UNCOUNTED = (
    "what was read in its reports is not counted, so questions that count answer with nothing"
)
UNDERIVED = "its links were derived by the rules of another version, so questions may miss some"
REMEDY = "make them anew with `lianghui build`, which keeps the texts and what was read in them"
ONTOLOGY = names.graph("ontology")
TAKEN_OUT = f"nothing of the graph {ONTOLOGY} may be taken out, which declares the terms"
OTHER_ONTOLOGY = (
    "the data comes without the ontology of this version; `lianghui build` in an empty home, then"
    f" load the data without its graph {ONTOLOGY}"
)
_UNDECLARED = names.LHS.DeclaredTerm.value
_TERM = re.compile(rf"<{re.escape(names.PREFIXES['lh'])}(\w+)>")
_EXTRACTED = f"{names.graph('extracted').value}/"


def outdated(manifest: Manifest) -> str | None:
    """What a release with reports lacks; None where it lacks nothing."""
    graphs = manifest.graphs.items()
    if not any(key.startswith(_EXTRACTED) and entry.triples for key, entry in graphs):
        return None
    if COUNTS.value not in manifest.graphs:
        return UNCOUNTED
    return UNDERIVED if manifest.versions.get("rules") != RULES_VERSION else None


def undeclared(violations: Iterable[Violation], base: Store | None) -> str | None:
    """What helps where terms were refused that the ontology of this version declares.

    ``base`` is the graph before the change; where it declares them, the change took them out.
    """
    terms = _undeclared(violations)
    if base and any(any(base.quads_for_pattern(LH[t], None, None, ONTOLOGY)) for t in terms):
        return TAKEN_OUT
    return OTHER_ONTOLOGY if terms else None


def _undeclared(violations: Iterable[Violation]) -> set[str]:
    paths = {each.path or "" for each in violations if each.shape == _UNDECLARED}
    terms = {found[1] for path in paths if (found := _TERM.fullmatch(path))}
    return terms & set(re.findall(r"(?m)^lh:(\w+)$", turtle("terms")))
