"""Data of a user's own judged beside a release, with nothing stored."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from graph.errors import Violation
from graph.gate import check, validate_data
from graph.home.release import Release


def check_release(release: Release) -> list[Violation]:
    """What the shapes find wrong with a whole release."""
    return check(release.store, None, release.find_text)


def check_quads(quads: Iterable[Quad], release: Release) -> list[Violation]:
    """What the shapes would find wrong, were these quads added to the release."""
    return validate_data(quads, release.store, release.find_text)
