"""The constants that a query's text names: its IRIs, prefixed names resolved, and its strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from graph.sparql.lexer import Token, tokens

_ESCAPED = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def constants(text: str, base: str | None = None) -> list[str]:
    """Each IRI and string of a query once, in the order of its text, as SPARQL writes it.

    IRIs are absolute and in angle brackets; a string keeps its quotes and its language, one with
    a datatype is left out, and so is the name of a function. Nothing is parsed by the engine.
    """
    return list(dict.fromkeys(_constants(text, list(tokens(text)), base or "")))


def _constants(text: str, found: Sequence[Token], base: str) -> Iterator[str]:
    prefixes: dict[str, str] = {}
    index = 0
    while index < len(found):
        token, after = found[index], found[index + 1 : index + 2]
        base, declared = _declared(found, index, prefixes, base)
        if declared:
            index += declared
        elif token.kind == "string":
            string, index = _string(text, found, index)
            yield from string
        else:
            if not (after and text[token.end : after[0].end] == "("):
                yield from _iri(token, prefixes, base)
            index += 1


def _declared(
    found: Sequence[Token], index: int, prefixes: dict[str, str], base: str
) -> tuple[str, int]:
    """The base from there on, and how many tokens declare it or a prefix, which is put down."""
    token, after = found[index], found[index + 1 : index + 3]
    if token.keyword == "PREFIX" and len(after) == 2:
        prefixes[after[0].text.removesuffix(":")] = _absolute(after[1].text, base)
        return base, 3
    if token.keyword == "BASE" and after:
        return _absolute(after[0].text, base), 2
    return base, 0


def _iri(token: Token, prefixes: dict[str, str], base: str) -> Iterator[str]:
    if token.kind == "iri":
        yield f"<{_absolute(token.text, base)}>"
        return
    prefix, colon, local = token.text.partition(":")
    if token.kind == "word" and colon and prefix in prefixes:
        local = _ESCAPED.sub(r"\1", local)
        yield f"<{prefixes[prefix]}{local}>"


def _string(text: str, found: Sequence[Token], index: int) -> tuple[list[str], int]:
    """The string there, with its language, and the index behind it and its datatype."""
    token = found[index]
    following = found[index + 1] if index + 1 < len(found) else None
    if following and following.start == token.end and following.text.startswith("@"):
        return [token.text + following.text.lower()], index + 2
    if following and text[token.end : following.start].strip() == "^^":
        return [], index + 2
    return [token.text], index + 1


def _absolute(bracketed: str, base: str) -> str:
    iri = _CODE.sub(lambda code: chr(int(code[1] or code[2], 16)), bracketed[1:-1])
    return iri if _ABSOLUTE.match(iri) else urljoin(base, iri)
