"""The patterns of a (NOT) EXISTS one after the other, each looked up for what those before it bind.

Oxigraph 0.5 plans no joins within an expression: there it would evaluate each pattern whole, for
every row. ``LATERAL`` (SPARQL CDT SEP-0006) says to look it up. A triple pattern gives the same
either way, and within (NOT) EXISTS no variable but the row's own is seen from outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from graph.sparql.algebra.parts import (
    Kind,
    Names,
    Part,
    certain,
    mentioned,
    nested,
    patterns,
    written,
)
from graph.sparql.algebra.sizes import CAP, Constants, Sizes
from graph.sparql.lexer import tokens

_SIMPLE = frozenset({Kind.PATTERN, Kind.FILTER, Kind.MINUS, Kind.NOT_EXISTS})


def simple(group: Sequence[Part], outside: Names) -> bool:
    """Whether a group gives the same rows looked up for a row as evaluated whole and then joined.

    What its conditions name, and what its inner groups share with what is ``outside``, has to be
    bound by its own patterns.
    """
    bound = certain(patterns(group))
    for index, each in enumerate(group):
        if each.kind not in _SIMPLE:
            return False
        if each.kind is Kind.FILTER and not each.mentioned <= bound:
            return False
        if each.kind in {Kind.MINUS, Kind.NOT_EXISTS}:
            inner, seen = certain(patterns(each.group)), outside | bound
            shared = each.mentioned & seen
            taken_from = group[:index] if each.kind is Kind.MINUS else group
            both = certain(patterns(taken_from)) & inner
            if not shared or not shared <= both or not simple(each.group, seen):
                return False
    return bool(patterns(group))


def chained(
    group: Sequence[Part], known: Names, constants: Constants, sizes: Sizes
) -> tuple[list[Part], int]:
    """A simple group looked up step by step, and how many rows its first step may have."""
    left = [step for each in patterns(group) for step in _steps(each)]
    bound, chain, first = known | frozenset(constants), list[Part](), 0
    while left:
        costs = [_cost(each, bound, constants, sizes) for each in left]
        best = left.pop(costs.index(min(costs)))
        first = first if chain else min(costs)
        chain.append(_lateral([best]) if chain else best)
        bound |= best.certain
    for each in group:
        if each.kind in {Kind.MINUS, Kind.NOT_EXISTS}:
            chain.append(nested(Kind.NOT_EXISTS, chained(each.group, bound, constants, sizes)[0]))
        elif each.kind is Kind.FILTER:
            chain.append(each)
    return chain, first


def apart(part: Part, own: Names) -> Part:
    """The part with the variables that are its own under names that stand nowhere else.

    A row that the engine looks a group up for brings what is bound outside of that group, which a
    (NOT) EXISTS within would see.
    """
    mark = sha256(part.text.encode()).hexdigest()[:12]
    names = {f"{sign}{name}": f"?{name}_{mark}" for name in own for sign in "?$"}
    text, end = "", 0
    for token in tokens(part.text):
        text += part.text[end : token.start] + names.get(token.text, token.text)
        end = token.end
    return replace(part, text=text + part.text[end:], mentioned=part.mentioned - own)


def _lateral(parts: Sequence[Part]) -> Part:
    text = f"LATERAL {written(parts)}"
    return Part(Kind.LATERAL, text, mentioned(parts), certain(parts))


def _cost(pattern: Part, bound: Names, constants: Constants, sizes: Sizes) -> int:
    """About how many rows it has for each row before it."""
    subject, item = (_known(term, bound) for term in pattern.terms)
    if subject:
        return 0 if item else 1
    if not item and not pattern.mentioned & bound:
        return CAP + 1
    return sizes.most(pattern, bound, constants)


def _known(term: str, bound: Names) -> bool:
    return term[0] not in "?$" or term[1:] in bound


def _steps(pattern: Part) -> Iterator[Part]:
    """A sequence path as patterns, the nodes between them as variables of no other name."""
    if not pattern.steps:
        yield pattern
        return
    start, end = pattern.terms
    name = f"?step_{sha256(pattern.text.encode()).hexdigest()[:12]}"
    nodes = [start, *(f"{name}_{number}" for number in range(1, len(pattern.steps))), end]
    for step, one, other in zip(pattern.steps, nodes[:-1], nodes[1:], strict=True):
        subject, item = (other, one) if step.startswith("^") else (one, other)
        names = frozenset(each[1:] for each in (subject, item) if each[0] in "?$")
        text = f"{subject} {step.lstrip('^ ')} {item}"
        yield Part(Kind.PATTERN, text, names, names, terms=(subject, item))
