"""A wrong report taken out again: its texts, and all that was read in them."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, Quad

from graph.describe import DOCUMENTS
from graph.documents import key_of, texts_of
from graph.errors import InputError, NotFoundError
from graph.provenance import forget, of
from graph.publish import publishing
from graph.releases import Draft, Home, Release
from graph.shipped import shipped
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
    if not texts:
        raise NotFoundError(f"{code}/{year}: no text of this report is held")
    extracted = names.graph("extracted", code, year)
    draft.remove_graph(extracted)
    forget(draft, [of(extracted)])
    for text in texts:
        if key_of(text) in draft.texts:
            draft.drop_text(key_of(text))
    _forget_documents(draft, report, names.session(code, year), *texts)


def _forget_documents(draft: Draft, *nodes: NamedNode) -> None:
    kept = shipped()[DOCUMENTS]
    quads = {
        quad
        for node in nodes
        for quad in draft.store.quads_for_pattern(node, None, None, DOCUMENTS)
    }
    draft.remove(_unshipped(quads, kept))


def _unshipped(quads: set[Quad], kept: set[Quad]) -> list[Quad]:
    return sorted(quads - kept, key=str)
