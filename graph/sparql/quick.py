"""A query's text in the form in which the engine answers it soonest."""

from __future__ import annotations

import re

from pyoxigraph import Store

from graph.sparql.algebra.parts import Names, written
from graph.sparql.algebra.reader import Reader, UnknownFormError, items
from graph.sparql.algebra.rewrite import Rewriter
from graph.sparql.algebra.sizes import Sizes
from graph.sparql.lateral import lateral
from graph.sparql.lexer import VARIABLE
from graph.sparql.order import ordered
from graph.sparql.remember import LONGEST, TEXTS, remembered
from graph.sparql.tokens import deterministic, outline

_WORTH = re.compile(r"\b(?:BIND|EXISTS|MINUS|OPTIONAL|UNDEF)\b", re.IGNORECASE)
_STARRED = re.compile(r"(?:SELECT|DESCRIBE|DISTINCT|REDUCED)(?:\s|#.*)*\*", re.IGNORECASE)
_ASSIGNED = re.compile(rf"AS(?:\s|#[^\r\n]*+)*+{VARIABLE.pattern}", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[uU][0-9A-Fa-f]{4}")
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\s]*>")
"""What may be an address that says what it says only beside another: the base."""
_texts: dict[tuple[str, str | None, int], str] = {}


def quick(text: str, store: Store, base: str | None = None) -> str:
    """The query rewritten to an equal one that the store answers sooner.

    That of a short text is remembered: where the store has changed since, or another has its
    place in memory, the answer is the same and at worst slower.
    """
    if len(text) > LONGEST:
        return _quick(text, store, base)
    key = text, base if _relative(text) else None, id(store)
    if key not in _texts:
        if len(_texts) >= TEXTS:
            _texts.clear()
        _texts[key] = _quick(text, store, base)
    return _texts.get(key, text)


@remembered
def _relative(text: str) -> bool:
    return bool(_RELATIVE.search(text))


def _quick(text: str, store: Store, base: str | None) -> str:
    return ordered(regrouped(lateral(text), store, base), store, base)


def _certain(text: str) -> bool:
    """Whether all that the text says is seen: no escaped name, no function that answers anew."""
    return deterministic(text) and not _ESCAPED.search(text)


def _assigned(text: str) -> Names:
    """The variables behind AS, and what looks so in a string."""
    return frozenset(_ASSIGNED.findall(text))


def regrouped(text: str, store: Store, base: str | None = None) -> str:
    """The query, its groups rewritten; the text itself where it holds what is not known here."""
    parts = outline(text)
    if parts.where is None or not _WORTH.search(text) or not _certain(text):
        return text
    start, end = parts.where
    sizes = Sizes(store, text[: parts.prologue], base)
    rewriter = Rewriter(sizes, bool(_STARRED.search(text)), _assigned(text))
    try:
        found = items(text, start - 1, end + 1)
        reader = Reader(text, found, rewriter.group)
        group = rewriter.group(reader.group())
    except (UnknownFormError, SyntaxError):
        return text
    if not rewriter.changed or reader.at != len(found):
        return text
    return f"{text[: start - 1]}{written(group)}{text[end + 1 :]}"
