"""The vocabulary of Lianghui as Turtle: terms, schemes and shapes."""

from __future__ import annotations

import re
from pathlib import Path

KINDS = ("terms", "schemes", "shapes")
FILES: dict[str, tuple[Path, ...]] = {
    kind: tuple(sorted((Path(__file__).parent / kind).glob("*.ttl"))) for kind in KINDS
}
"""The Turtle files of each kind, sorted by name."""


def turtle(kind: str) -> str:
    """All Turtle of one kind (``terms``, ``schemes`` or ``shapes``) as one document.

    Joining the files is sound because a prefix stands for the same namespace in all of them.
    Raises ``KeyError`` for another kind.
    """
    return "\n".join(path.read_text("utf-8") for path in FILES[kind])


def _version() -> str:
    header = (Path(__file__).parent / "terms" / "ontology.ttl").read_text("utf-8")
    found = re.search(r'owl:versionInfo "([^"]+)"', header)
    if found is None:
        raise LookupError("terms/ontology.ttl states no owl:versionInfo")
    return found.group(1)


VERSION = _version()
"""The ontology's ``owl:versionInfo``, for example ``0.1.0``."""
