"""The file that says from which other instance a home's releases came."""

from __future__ import annotations

from pathlib import Path

from graph.errors import NotAllowedError

MIRROR = "mirror"


def is_mirror(home: Path) -> bool:
    """Whether the home at ``home`` mirrors another instance."""
    return (home / MIRROR).exists()


def origin_of(home: Path) -> str:
    """The address that the home mirrors; empty where it mirrors none, or does not say which."""
    return (home / MIRROR).read_text("utf-8").strip() if is_mirror(home) else ""


def follow(home: Path, address: str) -> None:
    """Have the home mirror that address."""
    if origin_of(home) != address:
        (home / MIRROR).write_text(f"{address}\n", "utf-8")


def refuse_mirror(home: Path) -> None:
    """Raises NotAllowedError for such a home: a release of its own would end its following."""
    if is_mirror(home):
        raise NotAllowedError(
            f"{home / MIRROR}: this home mirrors another instance; make the change there, or in"
            " another home (--home)"
        )
