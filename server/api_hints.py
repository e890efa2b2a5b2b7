"""Why an answer has no rows: which value is to blame, and near ones that have some."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode

from graph.questions import CLASSES, bound, question
from graph.sparql.query import Formats, QueryRequest
from ontology.names import RDF
from queries import Parameter, load, paged
from server.api_request import Asked
from server.current import release, things
from server.execute import execute
from server.formats import JSON

TRIED = 12
"""Other values of a parameter that are tried."""
TOLD = 5
"""Of those, how many with rows are told."""
SECONDS = 3.0
"""For all of it together; what was found by then is told."""


def hints(asked: Asked) -> list[dict[str, Any]]:
    """For each parameter whose value can be blamed: the value, and near ones that give rows.

    A parameter is blamed where another value for it alone would give rows. Each has ``parameter``,
    ``value`` and ``instead``, the nearest first.
    """
    end = time.monotonic() + SECONDS
    found = []
    for one in asked.question.parameters:
        if one.type == "language":
            continue
        value = asked.values.get(one.name) or one.default or ""
        instead = list(_instead(asked, one, value, end)) if value else []
        if instead:
            found.append({"parameter": one.name, "value": value, "instead": instead})
    return found


def sentence(hint: dict[str, Any], words: Mapping[str, str]) -> str:
    """A hint in the words of a language."""
    name = words.get(f"parameter_{hint['parameter']}", hint["parameter"])
    return words["instead"].format(name, hint["value"], ", ".join(hint["instead"]))


def _instead(asked: Asked, one: Parameter, value: str, end: float) -> Iterator[str]:
    told = 0
    for other in _nearest(value, _others(one, value)):
        if told == TOLD or time.monotonic() > end:
            return
        if _has_rows(replace(asked, values={**asked.values, one.name: other})):
            told += 1
            yield other


def _has_rows(asked: Asked) -> bool:
    text = paged(bound(things(), asked.question, asked.values), 1)
    return bool(execute(release(), QueryRequest(text, formats=Formats(JSON))).rows)


def _others(one: Parameter, value: str) -> list[str]:
    """What else the parameter can be."""
    store = release().store
    if one.type in CLASSES:
        members = store.quads_for_pattern(None, RDF.type, CLASSES[one.type])
        iris = (quad.subject.value for quad in members if isinstance(quad.subject, NamedNode))
        return sorted({iri.rsplit("/", 1)[1] for iri in iris} - {value.rsplit("/", 1)[-1]})
    if not one.source or question(one.source).form != "SELECT":
        return []
    source = load()[one.source]
    solutions: Any = store.query(bound(store, source, {}), use_default_graph_as_union=True)
    found = {row[0].value for row in solutions if row[0] is not None}
    return sorted(found - {value})


def _nearest(value: str, others: list[str]) -> list[str]:
    """The values in the order of their nearness: years by distance, words by likeness."""
    if value.isdecimal() and all(each.isdecimal() for each in others):
        return sorted(others, key=lambda each: (abs(int(each) - int(value)), each))[:TRIED]
    likeness = difflib.SequenceMatcher(b=value)

    def far(each: str) -> tuple[float, str]:
        likeness.set_seq1(each)
        return -likeness.ratio(), each

    return sorted(others, key=far)[:TRIED]
