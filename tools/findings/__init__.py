"""What the shipped graph shows on 2025 and 2026: ten findings, each with its uncertainty.

Every figure is an answer to a saved question or a measure of a network; nothing is typed in.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Store

from tools.findings import likeness, themes
from tools.findings.finding import YEARS, Finding


def findings(store: Store) -> Iterator[Finding]:
    """The ten, in a fixed order."""
    named = {year: themes.by_theme(store, year) for year in YEARS}
    yield themes.everywhere(store, named)
    yield themes.moved(store, named, rising=True)
    yield themes.moved(store, named, rising=False)
    yield themes.blockchain(store)
    yield themes.directions(store)
    yield likeness.likest_on_theme(store)
    yield likeness.likest(store)
    yield likeness.communities(store)
    yield likeness.neighbours(store)
    yield likeness.shape(store)
