"""How much of a text parses: where the parser says nothing of use, that tells where to look."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.sparql.lexer import tokens
from graph.sparql.remember import LONGEST

_SECONDS = 0.05
_FETCHES = re.compile("SERVICE|LOAD|FROM", re.IGNORECASE)
"""What a text that is run may fetch by."""
_GAP = re.compile(r"(?:\s|#[^\r\n]*)*")
_CLOSING = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Probe:
    """Parses a text by running it on nothing: an ``update``, or a query."""

    run: Callable[[str], object]
    update: bool

    def __call__(self, text: str) -> SyntaxError | None:
        """The parser's complaint."""
        try:
            self.run(text)
        except SyntaxError as error:
            return error
        except (OSError, RuntimeError):
            return None
        return None


def sound_until(text: str, end: int, probe: Probe) -> int | None:
    """Where what no longer parses begins, at or before ``end``; None where nothing parses.

    The text up to there does, its brackets closed. Nor is it known of a long text, of one that may
    fetch something, and where it is not found out soon.
    """
    if len(text) > LONGEST or _FETCHES.search(text):
        return None
    until = time.monotonic() + _SECONDS
    for stop, closing in reversed([*_beginnings(text)]):
        if time.monotonic() > until:
            return None
        if stop <= end and probe(f"{text[:stop]} {closing}") is None:
            gap = _GAP.match(text, stop)
            return gap.end() if gap else stop
    return None


def _beginnings(text: str) -> Iterator[tuple[int, str]]:
    """The ends of the tokens, each with what closes the brackets that are open there."""
    closing = ""
    for token in tokens(text):
        if token.text in _CLOSING:
            closing = _CLOSING[token.text] + closing
        elif token.kind == "mark":
            closing = closing[1:]
        yield token.end, closing
