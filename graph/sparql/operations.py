"""The operations of a SPARQL update: which graphs they read and write.

The engine's updates see the unnamed graph where its queries see the union, so what falls on it
must be found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from graph.errors import RequestError
from graph.sparql.lexer import Token, doubtful, tokens

_MANAGING = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DROP", "LOAD", "MOVE"})
_JOINING = frozenset({"LATERAL", "MINUS", "OPTIONAL", "UNION"})
_NAMING = frozenset({"ALL", "DEFAULT", "GRAPH", "INTO", "NAMED", "SILENT", "TO"})
_USING = frozenset({"NAMED", "USING"})
DEFAULT = "default"
"""What the unnamed graph is called in a manifest."""


@dataclass(slots=True)
class Operation:
    """One operation: its keyword, its groups of tokens, and the token before which USING goes.

    ``templates`` are what is written, ``pattern`` what is read; ``rest`` holds the words of an
    operation on whole graphs. ``scope`` is what WITH names, ``using`` tells of USING.
    """

    keyword: str
    templates: list[list[Token]] = field(default_factory=list)
    pattern: list[Token] = field(default_factory=list)
    rest: list[Token] = field(default_factory=list)
    where: Token | None = None
    scope: Token | None = None
    using: bool = False

    @property
    def on_default(self) -> bool:
        """Whether it reads or writes the unnamed graph by name or for want of one."""
        if self.keyword in _MANAGING:
            words = [token.keyword for token in self.rest]
            return "DEFAULT" in words or (self.keyword == "LOAD" and "INTO" not in words)
        if self.scope is not None:
            return False
        reads = not self.using and _bare(self.pattern)
        return reads or any(_bare(template) for template in self.templates)


def operations(text: str) -> list[Operation]:
    """The operations of an update that the engine's parser accepts.

    Raises :class:`RequestError` for words run together (``INSERTDATA``), which it accepts too.
    """
    cursor = _Cursor(list(tokens(text)))
    found: list[Operation] = []
    scope: Token | None = None
    while cursor.more:
        token = cursor.take()
        keyword = token.keyword
        if keyword in {"BASE", "PREFIX", "VERSION"}:
            cursor.skip(2 if keyword == "PREFIX" else 1)
        elif keyword == "WITH":
            scope = cursor.take() if cursor.more else None
        elif keyword in {"DELETE", "INSERT"}:
            found.append(_modification(cursor, keyword, scope))
            scope = None
        elif keyword in _MANAGING:
            found.append(Operation(keyword, rest=list(cursor.until_operation())))
        else:
            raise _unknown(token)
    return found


def _modification(cursor: _Cursor, keyword: str, scope: Token | None) -> Operation:
    if cursor.keyword == "DATA":
        cursor.skip(1)
        return Operation(f"{keyword} DATA", templates=[cursor.group()])
    if cursor.keyword == "WHERE":
        where = cursor.take()
        group = cursor.group()
        return Operation("DELETE WHERE", templates=[group], pattern=group, where=where)
    operation = Operation("MODIFY", templates=[cursor.group()], scope=scope)
    if cursor.keyword == "INSERT":
        cursor.skip(1)
        operation.templates.append(cursor.group())
    while cursor.more and cursor.keyword != "WHERE" and cursor.peek.text != "{":
        _require(cursor.peek, _USING)
        operation.using = operation.using or cursor.keyword == "USING"
        cursor.skip(1)
    operation.where = cursor.peek if cursor.more else None
    if cursor.keyword == "WHERE":
        cursor.skip(1)
    operation.pattern = cursor.group()
    return operation


def _require(token: Token, words: frozenset[str]) -> None:
    if token.kind == "mark" or (token.bare and token.keyword not in words):
        raise _unknown(token)


def _unknown(token: Token) -> RequestError:
    return RequestError(f"{token.text}: no word of an update; keywords need a space between them")


class _Cursor:
    """Reads tokens one by one."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._found, self._at = found, 0

    @property
    def more(self) -> bool:
        return self._at < len(self._found)

    @property
    def peek(self) -> Token:
        return self._found[self._at]

    @property
    def keyword(self) -> str:
        return self.peek.keyword if self.more else ""

    def take(self) -> Token:
        self._at += 1
        return self._found[self._at - 1]

    def skip(self, count: int) -> None:
        self._at += count

    def group(self) -> list[Token]:
        """The tokens within the brackets that open here, which are left behind."""
        depth, start = 0, self._at + 1
        while self.more:
            token = self.take()
            if token.kind == "mark":
                depth += 1 if token.text in "{([" else -1
            if depth <= 0:
                break
        return list(self._found[start : self._at - 1])

    def until_operation(self) -> Iterator[Token]:
        """The tokens up to the next operation or prefix."""
        stop = _MANAGING | {"BASE", "DELETE", "INSERT", "PREFIX", "WITH"}
        while self.more and self.keyword not in stop:
            _require(self.peek, _NAMING)
            yield self.take()


def _bare(group: Sequence[Token]) -> bool:
    """Whether a group says something outside GRAPH, in itself or in a group inside it."""
    cursor = _Cursor(group)
    while cursor.more:
        token = cursor.take()
        if token.keyword in {"GRAPH", "VALUES"}:
            _skip_block(cursor)
        elif token.keyword in {"BIND", "FILTER"}:
            if _in_expression(cursor):
                return True
        elif token.keyword == "SELECT":
            return _in_select(cursor)
        elif token.text not in {"{", "}"} and token.keyword not in _JOINING:
            return True
    return False


def _skip_block(cursor: _Cursor) -> None:
    """Leaves the name or the variables behind, and the block in braces."""
    while cursor.more and cursor.peek.text != "{":
        cursor.skip(1)
    cursor.group()


def _in_expression(cursor: _Cursor) -> bool:
    """Whether the patterns of an expression's EXISTS speak outside GRAPH."""
    while cursor.more and cursor.peek.text not in {"(", "{"}:
        cursor.skip(1)
    exists = cursor.more and cursor.peek.text == "{"
    inside = cursor.group()
    return _bare(inside) if exists else _exists(inside)


def _exists(expression: Sequence[Token]) -> bool:
    cursor = _Cursor(expression)
    while cursor.more:
        if cursor.peek.text == "{" and _bare(cursor.group()):
            return True
        if cursor.more and cursor.peek.text != "{":
            cursor.skip(1)
    return False


def _in_select(cursor: _Cursor) -> bool:
    """Whether a subquery's pattern speaks outside GRAPH; its clauses fill the whole group."""
    while cursor.more and cursor.peek.text != "{":
        if cursor.peek.text == "(":
            if _exists(cursor.group()):
                return True
        else:
            cursor.skip(1)
    return _bare(cursor.group())


def touched(text: str) -> frozenset[str] | None:
    """The graphs that an update can change, None where that cannot be told for certain."""
    try:
        written = [_written(operation) for operation in operations(text)]
    except RequestError:
        return None
    known = [graphs for graphs in written if graphs is not None]
    certain = len(known) == len(written) and not doubtful(text)
    return frozenset(chain.from_iterable(known)) if certain else None


def _written(operation: Operation) -> set[str] | None:
    if any(_apart(template) for template in operation.templates):
        return None
    if operation.keyword in {"CLEAR", "CREATE", "DROP"}:
        named = [token for token in operation.rest if token.keyword not in {"GRAPH", "SILENT"}]
    elif operation.keyword in _MANAGING:
        return None
    else:
        named = [
            name
            for template in operation.templates
            for word, name in pairwise(template)
            if word.keyword == "GRAPH"
        ]
    bare = any(_bare(template) for template in operation.templates)
    if bare and operation.scope is not None:
        named.append(operation.scope)
    if not all(_absolute(token) for token in named):
        return None
    unnamed = {DEFAULT} if bare and operation.scope is None else set[str]()
    return unnamed | {token.text[1:-1] for token in named}


def _apart(template: Sequence[Token]) -> bool:
    """Whether a group in it does not follow GRAPH and a name, as in ``GRAPHa:b {``."""
    words = ["", "", *(token.keyword for token in template)]
    groups = (n for n, token in enumerate(template, 2) if token.text == "{")
    return any(words[n - 2] != "GRAPH" for n in groups)


def _absolute(token: Token) -> bool:
    return token.kind == "iri" and ":" in token.text.split("/")[0] and "\\" not in token.text
