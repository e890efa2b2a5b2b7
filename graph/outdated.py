"""Whether a release, or what is loaded, is of an earlier version and lacks what ours asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.counts.tally import COUNTS
from graph.errors import Violation
from graph.home.manifest import Manifest
from graph.infer import RULES_VERSION
from ontology import names, turtle

UNCOUNTED = (
    "what was read in its reports is not counted, so questions that count answer with nothing"
)
UNDERIVED = "its links were derived by the rules of another version, so questions may miss some"
REMEDY = "make them anew with `lianghui build`, which keeps the texts and what was read in them"
OTHER_ONTOLOGY = (
    "the data brings the ontology of another version; `lianghui build` in an empty home, then load"
    f" the data without its graph <{names.graph('ontology').value}>"
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


def of_other_ontology(violations: Iterable[Violation]) -> bool:
    """Whether terms were refused as undeclared that the ontology of this version declares."""
    paths = {each.path or "" for each in violations if each.shape == _UNDECLARED}
    terms = {found[1] for path in paths if (found := _TERM.fullmatch(path))}
    return bool(terms & set(re.findall(r"(?m)^lh:(\w+)$", turtle("terms"))))
