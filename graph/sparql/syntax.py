"""Turns the parser's complaints into errors that say where, what and what to do."""

from __future__ import annotations

import re

from graph.errors import QuerySyntaxError
from graph.sparql.lexer import plain
from graph.sparql.sound import Probe, sound_until
from graph.sparql.tokens import outline, unbalanced, undeclared
from ontology.names import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_PROSE = re.compile(r"[A-Z][A-Za-z]+ (?:(?:[A-Za-z]+|\*) ?)+")
_SPACED = re.compile(r"<[A-Za-z][^<>\"{}|^`\\?$&\s]*\s[^<>\"{}|^`\\?$&]*>")
_WORD = re.compile(r"[A-Z]{2,}")
_WORD_BEFORE = re.compile(r"[\w?$:]+$")
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = (
    *("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE"),
    *("COPY", "MOVE", "ADD"),
)


def offset(text: str, error: SyntaxError) -> int:
    """Where in the text the parser stopped, in code points."""
    place = _PLACE.match(str(error))
    if place is None:
        return len(text)
    lines = text.split("\n")
    line = min(int(place[1]), len(lines))
    return sum(len(each) + 1 for each in lines[: line - 1]) + int(place[2]) - 1


def refine(text: str, error: SyntaxError, probe: Probe) -> QuerySyntaxError:
    """The error with line, column, the offending text and, where one is known, a hint.

    ``probe`` parses a text as the one that has the error was parsed.
    """
    shown = _bracket(text) or _prefix(text) or _form(text, update=probe.update) or _spaced(text)
    if shown is not None:
        return shown
    match = _PLACE.match(str(error))
    expected = match[3] if match else str(error)
    at = _start(text, min(offset(text, error), len(text)))
    begins = sound_until(text, at, probe)
    if begins is None:
        return _error(text, at, _problem(expected, ended=not text[at:].strip()))
    if not text[at:].strip():  # all of it was read, and then refused: the parser tells no place
        return _error(
            text, begins, _prose(expected) or "what begins here is not complete, or not right"
        )
    line, column = _place(text, begins)
    hint = f"what begins at line {line}, column {column} is the first that does not parse"
    return _error(text, at, _problem(expected, ended=False), hint)


def _bracket(text: str) -> QuerySyntaxError | None:
    found = unbalanced(text)
    if found is None:
        return None
    closes = "closes nothing" if found.text in "})]" else "is never closed"
    return _error(text, found.start, f"this {found.text} {closes}")


def _prefix(text: str) -> QuerySyntaxError | None:
    name = undeclared(text)
    if name is None:
        return None
    return _error(text, name.start, "this prefix is not declared", _prefix_hint(name.text))


def _form(text: str, *, update: bool) -> QuerySyntaxError | None:
    """What begins as no query does, or no update where one is wanted."""
    begun = outline(text)
    wanted, other = (_UPDATES, _QUERIES) if update else (_QUERIES, _UPDATES)
    if not begun.form or begun.form in wanted:
        return None
    if begun.form in other:
        said = ("a query", "/sparql") if update else ("an update", "/update, by POST")
        problem = f"{begun.form} begins {said[0]}"
        return _error(text, begun.prologue, problem, f"{said[0]} goes to {said[1]}")
    problem = f"no {'update' if update else 'query'} begins so"
    return _error(text, begun.prologue, problem, f"begin with one of {', '.join(wanted)}")


def _spaced(text: str) -> QuerySyntaxError | None:
    """An IRI with a blank in it, which the parser takes for a comparison."""
    found = _SPACED.search(plain(text))
    if found is None:
        return None
    return _error(text, found.start(), "an IRI has no blanks", "write %20 for each")


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _error(text: str, at: int, problem: str, hint: str = "") -> QuerySyntaxError:
    line, column = _place(text, at)
    return QuerySyntaxError(line, column, _near(text, at), problem, hint)


def _start(text: str, at: int) -> int:
    """The start of the word in whose middle the parser stopped."""
    word = _WORD_BEFORE.search(text[:at]) if re.match(r"\w", text[at:]) else None
    return word.start() if word else at


def _near(text: str, at: int) -> str:
    return text[at : at + 40].split("\n", 1)[0].strip() or text[max(0, at - 20) : at].strip()


def _prose(expected: str) -> str:
    """What the parser says in a sentence, empty where it only lists what it would take."""
    found = _PROSE.search(expected)
    return found.group().strip() if found else ""


def _problem(expected: str, *, ended: bool) -> str:
    if prose := _prose(expected):
        return prose
    plain = re.sub(r"\[.*?\]|\"(?:[^\"\\]|\\.)*\"", " ", expected, flags=re.DOTALL)
    words = sorted(set(_WORD.findall(plain)))
    if ended:
        return "the text ends too early"
    return "this does not belong here" + (f"; {', '.join(words)} would" if words else "")


def _prefix_hint(name: str) -> str:
    prefix = name.partition(":")[0]
    iri = PREFIXES.get(prefix, "")
    known = f"<{iri}>" if iri else "<...>, the namespace that it stands for"
    return f"begin with PREFIX {prefix}: {known}"
