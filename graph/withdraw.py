"""A wrong report taken out again: its texts, and all that was read in them."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from graph import standoff
from graph.describe import DOCUMENTS, PROVENANCE
from graph.documents import key_of, texts_of
from graph.errors import InputError, NotFoundError
from graph.provenance import of
from graph.publish import publishing
from graph.releases import Draft, Home, Release
from graph.shipped import Graphs, shipped
from ontology import names

REPORT = re.compile(r"(?:.*/report/)?(?P<code>\d{6})/(?P<year>\d{4})")


def withdraw(home: Home, report: str) -> Release:
    """Take a report out and publish what is left; ``report`` is ``140000/2025`` or its IRI.

    What the shipped facts say of the report stays, since it does not come from its text. Raises
    InputError for another form, NotFoundError where no text of the report is held, and what
    :func:`graph.publish.publishing` raises.
    """
    given = REPORT.fullmatch(report)
    if given is None:
        raise InputError(report, "names no report", "give a code and a year, as in 140000/2025")
    code, year = given["code"], int(given["year"])
    with publishing(home, f"withdraw {code}/{year}") as draft:
        _withdraw(draft, code, year)
    return home.require()


def _withdraw(draft: Draft, code: str, year: int) -> None:
    report = names.report(code, year)
    texts = texts_of(draft.store, report)
    held = [key for key in map(key_of, texts) if key in draft.texts]
    if not held:
        raise NotFoundError(f"{code}/{year}: no text of this report is held")
    for key in held:
        draft.drop_text(key)
    before = shipped()
    for each in standoff.shipped():
        if (each.report.code, each.report.year) == (code, year):
            each.enter(before)
    _restore(draft, DOCUMENTS, before, report, names.session(code, year), *texts)
    extracted = names.graph("extracted", code, year)
    _restore(draft, PROVENANCE, before, of(extracted))
    draft.remove_graph(extracted)
    if extracted in before:
        draft.replace_graph(extracted, before[extracted])


def _restore(draft: Draft, graph: NamedNode, before: Graphs, *nodes: NamedNode) -> None:
    """Have the graph say of the nodes what it says as shipped."""
    quads = {
        quad for node in nodes for quad in draft.store.quads_for_pattern(node, None, None, graph)
    }
    kept = {quad for quad in before[graph] if quad.subject in nodes}
    draft.remove(quads - kept)
    draft.add(kept - quads)
