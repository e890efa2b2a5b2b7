"""OPTIONAL groups evaluated for each solution before them, where the engine would take them whole.

Oxigraph looks up what an OPTIONAL holds for each solution only where it is a simple pattern; a
group of several patterns, or with an OPTIONAL inside, is evaluated over the whole graph and then
joined: seconds for a lookup among a million triples. ``LATERAL`` (SPARQL CDT SEP-0006) says to do
the former. It means the same where putting in the values known before does not change what the
group gives, so only these groups are rewritten: triple patterns, FILTERs and further such OPTIONALs
whose variables, where they are known before the group, stand in the group's own triple patterns
too (a well-designed pattern: Pérez et al., Semantics and Complexity of SPARQL, 2009).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.sparql.lexer import VARIABLE, Token, tokens
from graph.sparql.remember import remembered
from graph.sparql.tokens import outline

_REFUSED = frozenset(
    {"BIND", "EXISTS", "GRAPH", "LATERAL", "MINUS", "NOT", "SELECT", "SERVICE", "UNION", "VALUES"}
)
SIMPLE = 2
"""Triple patterns that Oxigraph 0.5 looks up by itself for each solution."""
_SEPARATOR = re.compile("[.;,]")
_OPERATOR = re.compile(r"[*?]")
"""A path that may be of length 0 gives the node itself, but only a node that is known."""


@dataclass
class _Group:
    """An OPTIONAL's group: where it lies among the tokens, and what is directly in it."""

    start: int
    end: int = 0
    triples: int = 1
    patterns: set[str] = field(default_factory=set)
    filters: set[str] = field(default_factory=set)
    inner: list[_Group] = field(default_factory=list)

    @property
    def costly(self) -> bool:
        """Whether the engine would evaluate it whole."""
        return bool(self.inner) or self.triples > SIMPLE

    def variables(self) -> set[str]:
        """Every variable in it, at any depth."""
        return self.patterns.union(self.filters, *(each.variables() for each in self.inner))


@remembered
def lateral(text: str) -> str:
    """The query, its OPTIONAL groups LATERAL where that is the same."""
    if "OPTIONAL" not in text.upper():
        return text
    parts = outline(text)
    if parts.where is None:
        return text
    start, end = parts.where
    found = [each for each in tokens(text) if start <= each.start < end]
    if any(each.keyword in {"SERVICE", "LATERAL"} for each in found):
        return text
    return _rewritten(text, found, list(_chosen(text, found)))


def _rewritten(text: str, found: Sequence[Token], chosen: Sequence[_Group]) -> str:
    places = [(found[each.start - 1].start, "LATERAL { ") for each in chosen]
    places += [(found[each.end].end, " }") for each in chosen]
    for place, addition in sorted(places, reverse=True):
        text = text[:place] + addition + text[place:]
    return text


def _chosen(text: str, found: Sequence[Token]) -> Iterator[_Group]:
    """The groups to rewrite, at any depth: those that start at a node known before them.

    From a node its properties are few; to one (all that is about a theme) they may be so many
    that taking the group once, whole, costs less. None within GRAPH and a variable,
    which the engine binds sooner where a group is looked up: a MINUS behind it would tell.
    """
    known: set[str] = set()
    graphs = set(_in_any_graph(found))
    for index, token in enumerate(found):
        after = found[index + 1].text if index + 1 < len(found) else ""
        if token.keyword == "OPTIONAL" and after == "{" and index not in graphs:
            group = _read(text, found, index + 1)
            first = _variable(found[index + 2]) if group else set()
            if group and group.costly and first & known and _same(group, known):
                yield group
        known |= _variable(token)


def _in_any_graph(found: Sequence[Token]) -> Iterator[int]:
    """The tokens within groups of GRAPH and a variable."""
    depth = 0
    for index, token in enumerate(found):
        named = found[max(index - 2, 0)].keyword == "GRAPH" and bool(_variable(found[index - 1]))
        if token.text == "{" and (depth or named):
            depth += 1
        elif token.text == "}" and depth:
            depth -= 1
        if depth:
            yield index


def _same(group: _Group, known: set[str]) -> bool:
    """Whether the values known before the group change nothing within it."""
    return all(_within(each, group.patterns, known) for each in group.inner)


def _within(inner: _Group, certain: set[str], known: set[str]) -> bool:
    if inner.variables() & known - certain:
        return False
    return all(_within(each, certain, known) for each in inner.inner)


def _read(text: str, found: Sequence[Token], start: int) -> _Group | None:
    """The group that opens there, None where it holds what may not be rewritten."""
    group, index = _Group(start), start + 1
    while index < len(found):
        token = found[index]
        between = text[found[index - 1].end : token.start]
        if token.keyword in _REFUSED or token.text in "[]" or "?" in token.text[1:]:
            return None
        if _OPERATOR.search(between) or token.text == "?":
            return None
        group.triples += len(_SEPARATOR.findall(between)) if token.text != "}" else 0
        if token.text == "}":
            group.end = index
            return group
        if token.text == "{":
            inner = _read(text, found, index) if found[index - 1].keyword == "OPTIONAL" else None
            if inner is None:
                return None
            group.inner.append(inner)
            index = inner.end
        elif token.keyword == "FILTER":
            index = _filter(found, index, group)
            if not index:
                return None
        else:
            group.patterns |= _variable(token) if not group.inner else set()
            group.filters |= _variable(token)
        index += 1
    return None


def _filter(found: Sequence[Token], start: int, group: _Group) -> int:
    """The index of the token that ends the FILTER there; 0 for one that may not be moved."""
    depth, index = 0, start + 1
    while index < len(found):
        token = found[index]
        if token.keyword in _REFUSED or token.text in "{}[]":
            return 0
        group.filters |= _variable(token)
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.text == ")" and depth == 0:
            return index
        index += 1
    return 0


def _variable(token: Token) -> set[str]:
    """The variable that a token is, without its mark."""
    found = VARIABLE.fullmatch(token.text)
    return {found[1]} if found else set()
