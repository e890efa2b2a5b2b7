"""Whether a release lacks what the present questions ask for, as one of an earlier version may."""

from __future__ import annotations

from graph.counts.tally import COUNTS
from graph.home.manifest import Manifest
from graph.infer import RULES_VERSION
from ontology import names

UNCOUNTED = (
    "what was read in its reports is not counted, so questions that count answer with nothing"
)
UNDERIVED = "its links were derived by the rules of another version, so questions may miss some"
REMEDY = "make them anew with `lianghui build`, which keeps the texts and what was read in them"
_EXTRACTED = f"{names.graph('extracted').value}/"


def outdated(manifest: Manifest) -> str | None:
    """What a release with reports lacks; None where it lacks nothing."""
    graphs = manifest.graphs.items()
    if not any(key.startswith(_EXTRACTED) and entry.triples for key, entry in graphs):
        return None
    if COUNTS.value not in manifest.graphs:
        return UNCOUNTED
    return UNDERIVED if manifest.versions.get("rules") != RULES_VERSION else None
