"""A query's text as tokens, read as the engine's parser reads it.

Whether ``<`` begins an IRI or compares depends on where it stands: of ``(?a<2)&&(3>?b)`` the middle
would be an IRI. The engine knows by its grammar; here the brackets are followed, for behind an
operand of an expression nothing can stand but an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"_0-9\u00b7\u0300-\u036f\u203f-\u2040{_LETTER}"
_LONGEST = 200
"""Code points of a prefix, so that one which no colon ends is not looked for again and again."""
_STRING = r"""
    \"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3})END | '{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})END
    | "(?:[^"\\\r\n]|\\.)*+"END | '(?:[^'\\\r\n]|\\.)*+'END"""
_CLOSED = re.compile(_STRING.replace("END", ""), re.VERBOSE | re.DOTALL)
_TOKEN = re.compile(  # every repetition is possessive or ends well: the time stays linear
    rf"""  \s*+(?: (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>{_STRING.replace("END", "?")})
    | (?P<word>[?$][{_NAME}]* | @[A-Za-z0-9-]+
        | (?:[{_LETTER}][{_NAME}.-]{{0,{_LONGEST}}}+(?<!\.))?:
          (?:(?:[_:0-9%{_LETTER}]|\\.)(?:[{_NAME}:%-]++|\\.|\.+(?=[{_NAME}:%\\-]))*)?
        | _:[{_NAME}-]++(?:\.+[{_NAME}-]++)*
        | -?(?:[0-9]++(?:\.[0-9]*+(?=[eE][+-]?[0-9])|\.[0-9]++)?|\.[0-9]++)
          (?:[eE][+-]?[0-9]++)?
        | [{_NAME}]++)
    | (?P<mark>[{{}}()\[\]]) | \S | \Z)
    """,
    re.VERBOSE | re.DOTALL,
)
VARIABLE = re.compile(rf"[?$]([{_NAME}]+)")
_COMMENT = re.compile(r"#[^\r\n]*")
_HARMLESS = re.compile(r"<[\w:/.?=%~+@-]*>")
"""An IRI that begins no comment, string or group, whoever reads it as something else."""
_SELECT = re.compile(rf"(?:\s++|#[^\r\n]*+)*+SELECT(?![{_NAME}.-]*:)", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a query: an IRI, string, word or mark, at code points ``start`` to ``end``."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in capitals, empty for what is no word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def bare(self) -> bool:
        """Whether it is a word that is no name, variable, number or language."""
        return self.kind == "word" and ":" not in self.text and self.text[0].isalpha()


_START = Token("mark", "", 0, 0)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, comments left out."""
    place, earlier, before, at = _Place(text), _START, _START, 0
    while at >= 0:
        begun, at = at, -1
        for match in _TOKEN.finditer(text, begun):
            kind = match.lastgroup
            if kind is None or kind == "comment":
                continue
            token = Token(kind, match[kind], match.start(kind), match.end())
            if kind == "iri" and place.compared(before, token.start):
                at = token.start + 1
                break
            if kind == "mark":
                place.bracket(token, before, earlier)
            earlier, before = before, token
            yield token


def doubtful(text: str) -> bool:
    """Whether some of it would be an IRI, a comment or a string to who reads it otherwise.

    ``?a<x:b#>`` is one. A comparison stands within parentheses and ``<<`` before a term: up to the
    first IRI there that is not harmless, all readers see the same, whatever else they misread. To
    the engine a string that nothing closes may be two: the first of ``'''a'`` is empty.
    """
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "mark":
            depth += {"(": 1, ")": -1}.get(match["mark"], 0)
        elif _misread(match, depth):
            return True
    return False


def _misread(match: re.Match[str], depth: int) -> bool:
    if match.lastgroup == "string":
        return not _CLOSED.fullmatch(match["string"])
    if match.lastgroup != "iri" or _HARMLESS.fullmatch(match["iri"]):
        return False
    return depth > 0 or match.string.endswith("<", 0, match.start("iri"))


class _In(Enum):
    """What open brackets hold."""

    EXPRESSION = 1
    CLAUSES = 2
    """Round brackets in it hold expressions, as in the head of a SELECT and behind its group."""
    PATTERNS = 3
    """Those of FILTER and BIND do."""
    TERMS = 4
    """None do."""


class _Place:
    """The brackets in which a lexer is."""

    __slots__ = ("_open", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._open = [_In.CLAUSES]

    def bracket(self, token: Token, before: Token, earlier: Token) -> None:
        """Takes notice of a bracket and of the two tokens before it."""
        if token.text == "{":
            inside = _In.CLAUSES if _SELECT.match(self._text, token.end) else _In.PATTERNS
            self._open.append(inside)
        elif token.text == "(":
            expression = self._expression(token, before, earlier)
            self._open.append(_In.EXPRESSION if expression else _In.TERMS)
        elif token.text == "[":
            self._open.append(_In.TERMS)
        elif len(self._open) > 1:
            self._open.pop()

    def compared(self, before: Token, start: int) -> bool:
        """Whether ``<`` there is an operator, or the end of ``<<``, and begins no IRI."""
        gap = self._text[before.end : start]
        ahead = len(gap) - len(gap.rstrip("<"))
        operand = before.text != "(" and before.keyword != "DISTINCT"
        if self._open[-1] is _In.EXPRESSION and operand:
            between = _COMMENT.sub("", gap[: len(gap) - ahead]).strip()
            ahead -= between in {"", ">>"}
        return ahead % 2 == 1

    def _expression(self, bracket: Token, before: Token, earlier: Token) -> bool:
        """Whether what stands in the round bracket is an expression, and no terms or a path."""
        around = self._open[-1]
        if around is not _In.PATTERNS:
            return around is not _In.TERMS and not self._text.endswith("<<", 0, bracket.start)
        if self._signed(before, bracket):
            return False
        if before.bare:
            return before.text not in {"a", "falsea", "truea"}  # "true" and "a" need no space
        prefix, colon, _ = before.keyword.partition(":")
        if colon and "FILTER" in prefix:
            return True
        filtered = earlier.bare and earlier.keyword.endswith("FILTER")
        return filtered and not self._signed(earlier, before)

    def _signed(self, one: Token, other: Token) -> bool:
        """Whether a sign stands between two tokens."""
        return bool(_COMMENT.sub("", self._text[one.end : other.start]).strip())


def plain(text: str) -> str:
    """The text, its length kept, with dots for what stands in comments, IRIs and strings."""
    parts, end = list[str](), 0
    for token in tokens(text):
        parts.append(_COMMENT.sub(_dots, text[end : token.start]))
        parts.append("." * len(token.text) if token.kind in {"iri", "string"} else token.text)
        end = token.end
    return "".join([*parts, _COMMENT.sub(_dots, text[end:])])


def _dots(found: re.Match[str]) -> str:
    return "." * len(found[0])
