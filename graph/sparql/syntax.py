"""Turns the parser's complaints into errors that say where, what and what to do."""

from __future__ import annotations

import re

from graph.errors import QuerySyntaxError
from graph.sparql.tokens import unbalanced, undeclared
from ontology.names import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_PROSE = re.compile(r"[A-Z][A-Za-z]+ (?:[A-Za-z]+ ?)+")
_WORD = re.compile(r"[A-Z]{2,}")
_WORD_BEFORE = re.compile(r"[\w?$:]+$")
_PROLOGUE = re.compile(r"(?:\s|#.*|PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)


def offset(text: str, error: SyntaxError) -> int:
    """Where in the text the parser stopped, in code points."""
    place = _PLACE.match(str(error))
    if place is None:
        return len(text)
    lines = text.split("\n")
    line = min(int(place[1]), len(lines))
    return sum(len(each) + 1 for each in lines[: line - 1]) + int(place[2]) - 1


def refine(text: str, error: SyntaxError) -> QuerySyntaxError:
    """The error with line, column, the offending text and, where one is known, a hint."""
    match = _PLACE.match(str(error))
    expected = match[3] if match else str(error)
    bracket = unbalanced(text)
    if bracket is not None:
        closes = "closes nothing" if bracket.text in "})]" else "is never closed"
        return _error(text, bracket.start, f"this {bracket.text} {closes}")
    name = undeclared(text)
    if name is not None:
        return _error(text, name.start, "this prefix is not declared", _prefix_hint(name.text))
    at = _start(text, min(offset(text, error), len(text)))
    problem = _problem(expected, ended=not text[at:].strip())
    return _error(text, at, problem, _hint(text))


def _error(text: str, at: int, problem: str, hint: str = "") -> QuerySyntaxError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QuerySyntaxError(line, column, _near(text, at), problem, hint)


def _start(text: str, at: int) -> int:
    """The start of the word in whose middle the parser stopped."""
    word = _WORD_BEFORE.search(text[:at]) if re.match(r"\w", text[at:]) else None
    return word.start() if word else at


def _near(text: str, at: int) -> str:
    return text[at : at + 40].split("\n", 1)[0].strip() or text[max(0, at - 20) : at].strip()


def _problem(expected: str, *, ended: bool) -> str:
    prose = _PROSE.search(expected)
    if prose:
        return prose.group().strip()
    plain = re.sub(r"\[.*?\]|\"(?:[^\"\\]|\\.)*\"", " ", expected, flags=re.DOTALL)
    words = sorted(set(_WORD.findall(plain)))
    if ended:
        return "the text ends too early"
    return "this does not belong here" + (f"; {', '.join(words)} would" if words else "")


def _hint(text: str) -> str:
    prologue = _PROLOGUE.match(text)
    if prologue and _UPDATE.match(text, prologue.end()):
        return "an update goes to /update, by POST"
    return ""


def _prefix_hint(name: str) -> str:
    prefix = name.partition(":")[0]
    iri = PREFIXES.get(prefix, "")
    known = f"<{iri}>" if iri else "<...>, the namespace that it stands for"
    return f"begin with PREFIX {prefix}: {known}"
