"""The counts in the graph itself: made at each release, or kept where nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.counts.facts import Facts
from graph.counts.firsts import firsts
from graph.counts.namings import namings
from graph.counts.pairs import pairs
from graph.counts.tally import COUNTS, CUBE, quads, tally
from graph.counts.totals import totals, years_of_reports
from graph.counts.years import known_years
from graph.networks.analytics import analysis, input_hash, stands
from graph.releases import Draft
from graph.version import TOOL
from ontology import names
from ontology.names import DCTERMS, LH, PROV, QB, RDF

METHOD = {
    "en": "Standing statements that rest on mentions, and these mentions, by report, theme, role"
    " and directions, and summed up; the themes that a passage gives the same direction.",
    "zh": "以提及为据且未被复核否定或更正的论述及其提及，按报告、主题、角色与政策方向计数并加总；"
    "以及被同一段落赋予同一政策方向的主题。",
}
NAME = "counts"


def count(draft: Draft) -> None:
    """Have the draft's counts be of its facts; what was counted on the same facts stays.

    A graph that does not describe the cube, as one without our schemes, has no counts.
    """
    if not any(draft.view.quads_for_pattern(CUBE, RDF.type, QB.DataSet)):
        return
    digest = input_hash(draft)
    if stands(draft.view, NAME, digest):
        return
    made = list(counted(draft.view))
    if made:
        draft.replace_graph(COUNTS, [*made, *_run(digest)])
    else:
        draft.remove_graph(COUNTS)


def counted(store: Store) -> Iterator[Quad]:
    """The quads of the counts that the other graphs imply."""
    facts = Facts(store)
    found, years = tally(facts), years_of_reports(store)
    yield from quads(found)
    yield from totals(found, years, facts)
    yield from namings(found, store)
    yield from firsts(found, years, facts)
    yield from pairs(facts)
    yield from known_years(years, facts)


def _run(digest: str) -> Iterator[Quad]:
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, PROV.Activity),
        (PROV.generated, COUNTS),
        (PROV.wasAssociatedWith, names.software(TOOL)),
        *((DCTERMS.description, Literal(text, language=tag)) for tag, text in METHOD.items()),
        (LH.inputHash, Literal(digest)),
        (LH.toolVersion, Literal(TOOL)),
    ]
    for predicate, value in facts:
        yield Quad(analysis(NAME), predicate, value, COUNTS)
