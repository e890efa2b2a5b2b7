"""Tallies added up over the manners of a report and a theme, where these do not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.counts.tally import COUNTS, Pair, Tallies, key_of
from ontology import names
from ontology.names import LH, OA, QB, RDF

CUBE = names.thing("cube", "namings")


def namings(found: Tallies, store: Store) -> Iterator[Quad]:
    """The sums as observations of a data cube, with the wording where there is but one."""
    said: Counter[Pair] = Counter()
    for cell, number in found.statements.items():
        said[cell.report, cell.theme] += number
    for (report, theme), mentions in found.named.items():
        node = names.thing("naming", key_of(report), key_of(theme))
        yield Quad(node, RDF.type, LH.Naming, COUNTS)
        yield Quad(node, QB.dataSet, CUBE, COUNTS)
        yield Quad(node, LH.namingReport, NamedNode(report), COUNTS)
        yield Quad(node, LH.namedTheme, NamedNode(theme), COUNTS)
        yield Quad(node, LH.mentionsTotal, Literal(len(mentions)), COUNTS)
        yield Quad(node, LH.statementsTotal, Literal(said[report, theme]), COUNTS)
        if wording := _sole_wording(store, mentions):
            yield Quad(node, LH.soleWording, Literal(wording), COUNTS)


def _sole_wording(store: Store, mentions: set[str]) -> str | None:
    """What each of the mentions says, to the letter; none where they differ or one is not known."""
    forms: set[Literal | None] = set()
    for mention in mentions:
        quad = next(store.quads_for_pattern(NamedNode(mention), OA.exact, None), None)
        forms.add(quad.object if quad and isinstance(quad.object, Literal) else None)
        if len(forms) > 1:
            return None
    (form,) = forms
    return form.value if form else None
