"""The file that says that a home's releases came from another instance."""

from __future__ import annotations

from pathlib import Path

from graph.errors import NotAllowedError

MIRROR = "mirror"


def is_mirror(home: Path) -> bool:
    """Whether the home at ``home`` mirrors another instance."""
    return (home / MIRROR).exists()


def refuse_mirror(home: Path) -> None:
    """Raises NotAllowedError for such a home: a release of its own would end its following."""
    if is_mirror(home):
        raise NotAllowedError(
            f"{home / MIRROR}: this home mirrors another instance; make the change there, or in"
            " another home (--home)"
        )
