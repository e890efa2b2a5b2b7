"""What corrections put in place of statements, made of the reviews whenever the graph changes.

A review keeps the directions that its reviewer gives; what stands instead is a copy of the
statement reviewed, with those. So it follows its statement when a text is read again, and goes
and comes with it, and the review stays. Of what it copies nothing can be edited there, as it is
copied again; what somebody else says of it stays while it does. Of several verdicts on a statement
that it is wrong the last one counts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from graph.releases import Draft
from graph.withdrawn import bury
from ontology import names
from ontology.names import LH, PROV, RDF

COPIED = (
    LH.aboutReport,
    LH.aboutTheme,
    LH.assertedIn,
    LH.evidence,
    LH.citedAt,
    LH.hasScenario,
    LH.mentionCount,
    LH.ofCountry,
    LH.ofProvince,
    LH.restsOn,
    LH.role,
    LH.stance,
    LH.year,
)
"""What a corrected statement takes over from the one it replaces."""
MADE = {*COPIED, LH.basis, LH.concernsPlan, LH.hasDirection, LH.replacedBy, RDF.type}
"""What is said of it here: where this differs from what is wanted, it is said anew."""
PARKS = names.thing("direction", "industrial-parks")
"""The direction without which a statement concerns no plan for a park."""
ACCEPTED = names.thing("verdict", "accepted")
CORRECTED = names.thing("verdict", "corrected")
BATCH = names.graph("curated", "reviews-").value
"""How the graphs begin in which reviews are written here; those of others are left alone."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A review, of which statement, in which graph."""

    review: NamedNode | BlankNode
    statement: NamedNode
    batch: NamedNode

    @property
    def made(self) -> NamedNode:
        """The name of what it puts in place of its statement."""
        return NamedNode(f"{self.statement.value}-by-{self.batch.value.removeprefix(BATCH)}")


def settle(draft: Draft) -> None:
    """Have exactly those corrected statements stand that the reviews ask for."""
    said: dict[NamedNode, list[_Said]] = defaultdict(list)
    for quad in draft.view.quads_for_pattern(None, LH.reviews, None):
        match (quad.subject, quad.object, quad.graph_name):
            case (
                NamedNode() | BlankNode() as review,
                NamedNode() as statement,
                NamedNode() as graph,
            ):
                said[statement].append(_Said(review, statement, graph))
    for statement in sorted(said, key=lambda each: len(each.value)):  # before what corrects it
        last = _last(draft.view, said[statement])
        for each in said[statement]:
            if each.batch.value.startswith(BATCH):
                _settle(draft, each, stands=each == last)


def _last(store: Store, reviews: list[_Said]) -> _Said | None:
    """The last of the reviews that find the statement wrong."""
    told = ((_value(store, each.review, LH.verdict), each) for each in reviews)
    wrong = [each for verdict, each in told if verdict not in (None, ACCEPTED)]
    return max(wrong, key=lambda each: (_time(store, each), each.review.value), default=None)


def _time(store: Store, said: _Said) -> dt.datetime:
    """When it was given, the earliest where it does not say; without a zone it is UTC's."""
    at = _value(store, said.review, PROV.generatedAtTime)
    try:
        told = dt.datetime.fromisoformat(at.value if isinstance(at, Literal) else "")
        return told.replace(tzinfo=told.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _settle(draft: Draft, said: _Said, *, stands: bool) -> None:
    _keep_directions(draft, said)
    view = draft.view
    there = set(view.quads_for_pattern(said.review, LH.replacedBy, None, said.batch))
    if any(quad.object != said.made for quad in there):  # a statement of somebody's own
        return
    there |= set(view.quads_for_pattern(said.made, None, None, said.batch))
    wanted = set(_correction(view, said)) if stands else set()
    surplus = {quad for quad in there - wanted if quad.predicate in MADE or not wanted}
    if not surplus and wanted <= there:
        return
    draft.remove(surplus)
    draft.add(wanted - there)
    if not wanted:
        bury(draft, [said.made], dt.datetime.now(dt.UTC))


def _keep_directions(draft: Draft, said: _Said) -> None:
    """Have a review say itself what only its statement said, as it was written before."""
    view = draft.view
    if _value(view, said.review, LH.verdict) == CORRECTED and not _directions(view, said.review):
        own = _directions(view, said.made)
        draft.add([Quad(said.review, LH.hasDirection, each, said.batch) for each in own])


def _correction(store: Store, said: _Said) -> Iterator[Quad]:
    """What a correction says: nothing, where its statement is gone."""
    directions = _directions(store, said.review)
    there = any(store.quads_for_pattern(said.statement, RDF.type, LH.PolicyStatement))
    if not there or not directions or _value(store, said.review, LH.verdict) != CORRECTED:
        return
    yield Quad(said.review, LH.replacedBy, said.made, said.batch)
    yield Quad(said.made, RDF.type, LH.PolicyStatement, said.batch)
    yield Quad(said.made, LH.basis, names.thing("basis", "curated"), said.batch)
    plans = (LH.concernsPlan,) if PARKS in directions else ()
    for predicate in COPIED + plans:
        for quad in store.quads_for_pattern(said.statement, predicate, None):
            yield Quad(said.made, predicate, quad.object, said.batch)
    for direction in directions:
        yield Quad(said.made, LH.hasDirection, direction, said.batch)


def _directions(store: Store, node: NamedNode | BlankNode) -> list[NamedNode]:
    found = store.quads_for_pattern(node, LH.hasDirection, None)
    return [quad.object for quad in found if isinstance(quad.object, NamedNode)]


def _value(store: Store, node: NamedNode | BlankNode, predicate: NamedNode) -> object:
    quad = next(store.quads_for_pattern(node, predicate, None), None)
    return quad.object if quad else None
