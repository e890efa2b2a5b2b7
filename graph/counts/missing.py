"""Whether a release lacks the counts that questions ask for, as one of before there were any."""

from __future__ import annotations

from graph.counts.tally import COUNTS
from graph.home.manifest import Manifest
from ontology import names

UNCOUNTED = (
    "what was read in its reports is not counted, so questions that count answer with nothing"
)
REMEDY = "make the counts with `lianghui build`"
_EXTRACTED = f"{names.graph('extracted').value}/"


def uncounted(manifest: Manifest) -> bool:
    """Whether reports were read and nothing is counted."""
    graphs = manifest.graphs.items()
    read = any(key.startswith(_EXTRACTED) and entry.triples for key, entry in graphs)
    return read and COUNTS.value not in manifest.graphs
