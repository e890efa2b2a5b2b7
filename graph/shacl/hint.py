"""What tells at little cost that nothing breaks a rule, as in most data nothing does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.shacl.constraint import Breach

_TRIPLE = "GRAPH ?graph { ?this ?path ?value }"
_PATHS = f"{{ SELECT ?path ?graph WHERE {{ {_TRIPLE} }} GROUP BY ?path ?graph }}"
_TRIPLES = f"{_TRIPLE} BIND (datatype(?value) AS ?datatype)"
"""The datatype is read from the dictionary once, not for each rule that asks for it."""
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>')
_VARIABLE = re.compile(r"[?$](\w+)")
_DATATYPE = re.compile(r"\bdatatype\(\?value\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hint:
    """Where no row of ``source`` passes ``test``, nothing breaks the rule.

    Rules that have the source in common are asked for in one look. Sources are grouped where they
    could be distinct: the engine would carry a test into what is only made distinct.
    """

    source: str
    test: str


def of_counts(predicate: object) -> Hint:
    """No node has two values of the property where there are as many values as nodes."""
    counts = "(COUNT(*) AS ?all) (COUNT(DISTINCT ?this) AS ?nodes)"
    source = f"{{ SELECT {counts} WHERE {{ ?this {predicate} ?value }} }}"
    return Hint(source, "?all != ?nodes")


def of_values(predicate: object, breach: Breach) -> Hint | None:
    """Each value of the property is tested once, however many nodes have it."""
    if breach.value is None or breach.pattern != f"?this {predicate} {breach.value} .":
        return None
    source = f"{{ SELECT ?value WHERE {{ ?this {predicate} ?value }} GROUP BY ?value }}"
    return Hint(source, re.sub(rf"{re.escape(breach.value)}\b", "?value", breach.test))


def of_triples(where: str) -> Hint | None:
    """What judges each triple by itself: by its property alone, or by its value as well."""
    said = " ".join(where.split()).replace("$this", "?this")
    if not said.startswith(f"{_TRIPLE} FILTER "):
        return None
    tests = [test.strip() for test in said.removeprefix(_TRIPLE).split("FILTER")[1:]]
    if not all(map(_bracketed, tests)):
        return None
    if {"path", "graph"} >= _free(" ".join(tests)):
        return Hint(_PATHS, " && ".join(tests))
    first, *rest = (_DATATYPE.sub("?datatype", test) for test in tests)
    return Hint(f"{_TRIPLES} FILTER {first}", " && ".join(rest) or "true")


def _bracketed(test: str) -> bool:
    """Whether it is one expression in brackets, with nothing after it."""
    depth, text = 0, _TEXT.sub("", test)
    for number, sign in enumerate(text, 1):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return number == len(text) > 1
    return False


def _free(condition: str) -> set[str]:
    """Its variables without those of the patterns in it."""
    bare = re.sub(r"\{[^{}]*\}", "", _TEXT.sub("", condition))
    return set(_VARIABLE.findall(bare))
