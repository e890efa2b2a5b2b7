"""How a long task tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Advance = Callable[[int, str], None]
"""Called once for each piece that is done, with the number of all and the name of that one."""


def silent(total: int, done: str) -> None:
    """Tells nobody."""
