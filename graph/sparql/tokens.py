"""What the text of a SPARQL query tells before it runs: its form, its groups, its functions.

Good enough to place a VALUES block or a LIMIT. What must be certain, whether a word is a keyword,
is asked of the engine's own parser in :mod:`graph.sparql.keywords`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.errors import RequestError
from graph.sparql.lexer import Token, doubtful, tokens
from graph.sparql.remember import remembered

_VARNAME = re.compile(r"[^\W\d]\w*|\d\w*")
_CHANGING = ("BNODE", "NOW", "RAND", "UUID")
_SPELT = re.compile("|".join([*_CHANGING, "SERVICE"]), re.IGNORECASE)

_MODIFIERS = frozenset({"GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES"})
_SLICING = ("LIMIT", "OFFSET")
_RUN = re.compile(r"\d+|\D+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a query lie.

    ``form`` is the keyword of the query form, ``prologue`` the offset where it starts,
    ``template`` and ``where`` the insides of the braces of a CONSTRUCT's template and of the
    WHERE clause, ``limit`` the number after LIMIT and ``tail`` where a LIMIT may be put.
    """

    form: str
    prologue: int
    template: Span | None
    where: Span | None
    limit: Token | None
    tail: int


@remembered
def deterministic(text: str) -> bool:
    """Whether a query calls none of the functions whose answer differs from call to call.

    Nor a service; the engine needs no space around these words, so ``DISTINCTNOW`` is one. Where
    the text is doubtful, one that has such a word anywhere calls it.
    """
    if not _SPELT.search(text):
        return True
    return not doubtful(text) and not any(
        token.keyword.startswith("SERVICE") or (token.bare and token.keyword.endswith(_CHANGING))
        for token in tokens(text)
    )


@remembered
def outline(text: str) -> Outline:
    """The parts of a query; what cannot be made out is left empty."""
    found = list(tokens(text))
    first = _after_prologue(found)
    if first >= len(found):
        return Outline("", len(text), None, None, None, len(text))
    form, *rest = found[first:]
    groups = _groups(rest)
    templated = form.keyword == "CONSTRUCT" and bool(rest) and rest[0].text == "{"
    template = groups.pop(0) if templated and groups else None
    where = groups[0] if groups else None
    limit, tail = _ending(found[first:], where[1] if where else form.start, len(text))
    return Outline(form.keyword, form.start, template, where, limit, tail)


def unbalanced(text: str) -> Token | None:
    """The first bracket that closes nothing, else the last that is never closed."""
    opened: list[Token] = []
    for token in tokens(text):
        if token.kind == "mark" and token.text in "{([":
            opened.append(token)
        elif token.kind == "mark" and (
            not opened or opened.pop().text + token.text not in {"{}", "()", "[]"}
        ):
            return token
    return opened[-1] if opened else None


def undeclared(text: str) -> Token | None:
    """The first name whose prefix is not declared before it."""
    declared = {"_"}
    before = ""
    for token in tokens(text):
        prefix, colon, _ = token.text.partition(":")
        if token.kind == "word" and colon and not prefix.startswith(("?", "$", "@")):
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return token
        before = token.keyword
    return None


def _after_prologue(found: Sequence[Token]) -> int:
    index = 0
    while index < len(found) and found[index].keyword in {"BASE", "PREFIX", "VERSION"}:
        index += 3 if found[index].keyword == "PREFIX" else 2
    return index


def _groups(found: Sequence[Token]) -> list[Span]:
    """The outermost braces up to what follows the WHERE clause."""
    groups: list[Span] = []
    opened: list[Token] = []
    for token in found:
        if token.kind == "mark" and token.text in "{([":
            opened.append(token)
        elif token.kind == "mark" and opened:
            start = opened.pop()
            if not opened and token.text == "}":
                groups.append((start.end, token.start))
        elif not opened and token.keyword in _MODIFIERS:
            break
    return groups


def _ending(found: Sequence[Token], start: int, end: int) -> tuple[Token | None, int]:
    """The number after LIMIT and where one may be put, behind the WHERE clause, ``start``."""
    depth, limit = 0, None
    behind = [part for each in found if each.start > start for part in _parts(each)]
    for token, after in pairwise([*behind, *behind[-1:]]):
        if token.kind == "mark":
            depth += 1 if token.text in "{([" else -1
        elif depth == 0 and token.keyword == "LIMIT":
            limit = after
        elif depth == 0 and token.keyword == "VALUES":
            return limit, token.start
    return limit, end


def _parts(token: Token) -> Iterator[Token]:
    """The words and numbers of ``LIMIT4OFFSET1``, between which the engine needs no space."""
    if not (token.bare and token.keyword.startswith(_SLICING)):
        yield token
        return
    for part in _RUN.finditer(token.text):
        yield Token(token.kind, part[0], token.start + part.start(), token.start + part.end())


@remembered
def limited(text: str, rows: int) -> str:
    """The SELECT query with at most that many rows, fewer where it asks for fewer."""
    parts = outline(text)
    if parts.limit is None:
        return f"{text[: parts.tail]}\nLIMIT {rows} {text[parts.tail :]}"
    if parts.limit.text.isdigit() and int(parts.limit.text) <= rows:
        return text
    return f"{text[: parts.limit.start]}{rows}{text[parts.limit.end :]}"


@remembered
def bind(text: str, bindings: Sequence[tuple[str, str]]) -> str:
    """The query with its variables bound, by a VALUES block that opens its pattern.

    Each binding is a variable's name and one term, an IRI or literal in N-Triples. Raises
    :class:`RequestError` for what is not.
    """
    if not bindings:
        return text
    names = " ".join(f"?{_name(name)}" for name, _ in bindings)
    block = f"VALUES ({names}) {{ ({' '.join(str(term(value)) for _, value in bindings)}) }} "
    parts = outline(text)
    if parts.where is None:
        return f"{text} WHERE {{ {block}}}"
    if parts.form == "CONSTRUCT" and parts.template is None:
        return _bind_construct(text, parts.prologue, parts.where, block)
    return _insert(text, parts.where, block)


def _insert(text: str, group: Span, block: str) -> str:
    start, end = group
    first = next(tokens(text[start:end]), None)
    if first is not None and first.keyword == "SELECT":
        return f"{text[:start]} {block}{{{text[start:end]}}}{text[end:]}"
    return f"{text[:start]} {block}{text[start:]}"


def _bind_construct(text: str, prologue: int, where: Span, block: str) -> str:
    start, end = where
    head, rest = text[:prologue], text[prologue + len("CONSTRUCT") : start - 1]
    template = text[start:end]
    return f"{head}CONSTRUCT {{{template}}}{rest}{{ {block}{template}{text[end:]}"


def _name(name: str) -> str:
    if not _VARNAME.fullmatch(name):
        raise RequestError(f"${name}: a variable's name is made of letters, digits and _")
    return name


def term(value: str) -> NamedNode | Literal:
    """The IRI or literal written in N-Triples; raises :class:`RequestError`."""
    try:
        quads = list(parse(f"<x:> <x:> {value} .", format=RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise RequestError(f"{value}: not a term in N-Triples; {error}") from error
    found: object = quads[0].object if len(quads) == 1 else None
    if not isinstance(found, NamedNode | Literal):
        raise RequestError(f"{value}: one IRI or literal in N-Triples is needed")
    return found
