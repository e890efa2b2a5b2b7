"""Answers of different engines made comparable."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

Rows = Counter[str]
_TAG = re.compile(r'"@[A-Za-z-]+(?= \.$)')


def rows(body: bytes) -> Rows:
    """The rows of an answer as a bag, numbers by their value, the order left out.

    Datatypes are left out: Virtuoso gives a gYear as a string, and sums by other types. Triples
    are a set, which some engines give with repetitions, and Fuseki writes ``zh-Latn``.
    """
    if body.lstrip()[:1] != b"{":
        lines = {line.rstrip() for line in body.decode().splitlines()} - {""}
        return Counter({_TAG.sub(lambda tag: tag[0].lower(), line) for line in lines})
    answer = json.loads(body)
    if "boolean" in answer:
        return Counter([str(answer["boolean"])])
    names = sorted(answer["head"]["vars"])
    return Counter(_row(each, names) for each in answer["results"]["bindings"])


def digest(found: Rows) -> str:
    """The same for equal bags, and for no others."""
    return sha256(repr(sorted(found.items())).encode()).hexdigest()[:16]


def _row(bindings: dict[str, Any], names: list[str]) -> str:
    return repr([_term(bindings[name]) if name in bindings else None for name in names])


def _term(term: dict[str, Any]) -> str:
    value = str(term["value"])
    if term["type"] in ("uri", "bnode"):
        return f"<{value}>"
    try:
        return str(Decimal(value).normalize() + 0)
    except InvalidOperation:
        return f"{value}@{str(term.get('xml:lang', '')).lower()}"
