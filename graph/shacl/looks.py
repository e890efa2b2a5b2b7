"""Rules asked for together by what they have in common, and each alone only where one is broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.shacl.compile import Rule


@dataclass(frozen=True, slots=True)
class Look:
    """Rules, and a query that has a row wherever one of them is broken; None for no query."""

    rules: tuple[Rule, ...]
    query: str | None


def looks(rules: Iterable[Rule]) -> list[Look]:
    """All the rules, those with a hint first, for which most data need no more than that."""
    joined: dict[str, list[Rule]] = defaultdict(list)
    others: list[Look] = []
    for rule in rules:
        if rule.hint:
            joined[rule.hint.source].append(rule)
        else:
            others.append(Look((rule,), None))
    return [*(_look(source, found) for source, found in joined.items()), *others]


def _look(source: str, rules: Sequence[Rule]) -> Look:
    test = " || ".join(dict.fromkeys(f"({rule.hint.test})" for rule in rules if rule.hint))
    query = f"{rules[0].prefixes}\nSELECT * WHERE {{ {source} FILTER ({test}) }} LIMIT 1"
    return Look(tuple(rules), query)
