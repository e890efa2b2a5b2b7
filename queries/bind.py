"""Terms for a question's parameters, as data in its pattern.

What a user gives reaches a query only as a serialised term in a VALUES block, in the place of each
line that says ``# parameters``. So no value can change what the query is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal
MARKER = re.compile(r"^(?P<indent>[ \t]*)# parameters[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:\\(?P<letter>[uU])|u(?P<digits>[0-9A-F]{4})|.)", re.DOTALL)


def bind(sparql: str, terms: Mapping[str, Term | None]) -> str:
    """The query with a value for each variable; None leaves a variable free.

    Raises :class:`ValueError` where the query has no place for them.
    """
    if not terms:
        return sparql
    block = _values(terms)
    bound, places = MARKER.subn(lambda match: match["indent"] + block, sparql)
    if not places:
        raise ValueError("the query has no line that says # parameters")
    return bound


def paged(sparql: str, limit: int, offset: int = 0) -> str:
    """The query for that many rows from a first one on, counted from 0."""
    if limit < 0 or offset < 0:
        raise ValueError("a page has neither a negative size nor a negative start")
    return f"{sparql.rstrip()}\nLIMIT {limit:d} OFFSET {offset:d}\n"


def _values(terms: Mapping[str, Term | None]) -> str:
    variables = " ".join(f"?{name}" for name in terms)
    values = " ".join("UNDEF" if term is None else serialised(term) for term in terms.values())
    return f"VALUES ({variables}) {{ ({values}) }}"


def serialised(term: Term) -> str:
    r"""The term as SPARQL writes it.

    Some engines resolve ``\u`` before they read a query, behind an escaped backslash too, where
    it would end the string, and take eight digits where there are as many. So a ``u`` there is
    itself written as an escape, and every escape has eight.
    """
    return _ESCAPE.sub(_long, str(term))


def _long(escape: re.Match[str]) -> str:
    if letter := escape["letter"]:
        return f"\\\\\\U{ord(letter):08X}"
    if digits := escape["digits"]:
        return f"\\U0000{digits}"
    return escape[0]
