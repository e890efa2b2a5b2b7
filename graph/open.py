"""A home as every program of ours opens it: with the gate at its door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graph.dataset.counts import build as build_counts
from graph.gate import require
from graph.infer import RULES_VERSION
from graph.lexicon import load
from graph.releases import Draft, Home
from graph.search.index import build as build_index
from ontology import VERSION


def open_home(path: Path) -> Home:
    """The home at ``path``, whose every change passes the gate before it is published."""
    return Home(path, _gate, builders=(_derive,), versions=_versions)


def _gate(draft: Draft) -> None:
    base = draft.base.store if draft.base else None
    changed = draft.changed_graphs()
    require(draft.view, changed, draft.text, base, in_memory=draft.held)


def _derive(draft: Draft) -> None:
    """The counts while the index is made: the engine works without the interpreter's lock."""
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(build_counts, draft)
        build_index(draft)
        counting.result()


def _versions() -> dict[str, str]:
    return {"lexicon": load().version, "ontology": VERSION, "rules": RULES_VERSION}
