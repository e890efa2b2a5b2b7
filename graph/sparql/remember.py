"""What was found out about a query's text, kept for the next time that it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

TEXTS = 256
"""Texts that are remembered for each thing that is found out about them."""
LONGEST = 8_000
"""Code points of a text that is remembered; a longer one is read anew each time."""

P = ParamSpec("P")
T = TypeVar("T")


def remembered(find: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """The function, a short text's answer given again; an error is found anew each time.

    What else it is called with has to be hashable, and the answer never changed by who gets it.
    """
    known = lru_cache(TEXTS)(find)

    @wraps(find)
    def found(text: str, /, *more: P.args, **named: P.kwargs) -> T:
        if len(text) > LONGEST:
            return find(text, *more, **named)
        return known(text, *more, **named)  # type: ignore[arg-type]

    return found
