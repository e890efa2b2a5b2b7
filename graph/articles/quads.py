"""What was read in an article, as quads of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph.articles.found import (
    ArticleFound,
    ClaimFound,
    CountFound,
    ListFound,
    Span,
)
from graph.articles.sources import Node, article, counters, date, maker, whole
from graph.describe import Fact
from graph.mint import text_key
from ontology import names
from ontology.names import LH, OA, PROV, QB, RDF, XSD, thing

PARKS = "industrial-parks"
FIVE = frozenset(
    ("application-scenarios", "digital-economy", PARKS, "industry-upgrading", "research-transfer")
)
"""The directions of ``scheme/article-directions``."""


def asserted(found: ArticleFound, text: str) -> Iterator[Quad]:
    """What the article claims, for its graph ``graph/asserted/{slug}``."""
    graph, key = names.graph("asserted", found.slug), text_key(text)
    for node, facts in _nodes(found, key):
        yield from (Quad(node, predicate, value, graph) for predicate, value in facts)


def _nodes(found: ArticleFound, key: str) -> Iterator[Node]:
    yield from _passages(found, key)
    if set().union(*(each.directions for each in found.headings)) == FIVE:
        spans = [_evidence(key, each.span) for each in found.headings if each.directions]
        yield thing("scheme", "article-directions"), [_origin(found), *spans]
    for listed in found.lists:
        yield from _list(found, listed, key)
    for count in found.counts:
        yield _observation(found, count), _counted(found, count, key)
    for claim in found.claims:
        yield (
            _named(found, "claim", claim.slug, claim.theme, claim.year),
            _claimed(found, claim, key),
        )


def _passages(found: ArticleFound, key: str) -> Iterator[Node]:
    told: list[Span] = [each.span for each in found.lists]
    told += [each.span for each in found.counts]
    told += [each.span for each in found.claims]
    if set().union(*(each.directions for each in found.headings)) == FIVE:
        told += [each.span for each in found.headings if each.directions]
    for start, end in sorted(set(told)):
        yield (
            names.passage(key, start, end),
            [
                (RDF.type, LH.Passage),
                (LH.inText, names.text(key)),
                (OA.start, whole(start)),
                (OA.end, whole(end)),
            ],
        )


def _list(found: ArticleFound, listed: ListFound, key: str) -> Iterator[Node]:
    statements = [
        names.statement(found.slug, code, listed.year, listed.theme, listed.slug)
        for code in listed.codes
    ]
    for code, statement in zip(listed.codes, statements, strict=True):
        yield from _statement(found, listed, code, statement, key)
    if len(statements) > 1:
        yield (
            _named(found, "claim-list", listed.slug, listed.theme, listed.year),
            [
                (RDF.type, LH.ClaimList),
                _origin(found),
                _evidence(key, listed.span),
                (LH.completeness, thing("completeness", listed.completeness)),
                *((LH.lists, each) for each in statements),
            ],
        )


def _statement(
    found: ArticleFound, listed: ListFound, code: str, node: NamedNode, key: str
) -> Iterator[Node]:
    facts: list[Fact] = [
        (RDF.type, LH.PolicyStatement),
        _origin(found),
        _evidence(key, listed.span),
        (LH.aboutReport, names.report(code, listed.year)),
        (LH.aboutTheme, names.theme(listed.theme)),
        (LH.basis, thing("basis", "asserted")),
        (LH.ofProvince, names.province(code)),
        _year(listed.year),
    ]
    if listed.direction:
        facts.append((LH.hasDirection, thing("direction", listed.direction)))
    if listed.times:
        facts.append((LH.minMentionCount, whole(listed.times)))
    if listed.direction == PARKS:
        plan = names.park_plan(found.slug, code, listed.year, listed.theme)
        facts.append((LH.concernsPlan, plan))
        yield (
            plan,
            [
                (RDF.type, LH.ParkPlan),
                (LH.aboutTheme, names.theme(listed.theme)),
                (LH.ofProvince, names.province(code)),
                _year(listed.year),
            ],
        )
    yield node, facts


def _counted(found: ArticleFound, count: CountFound, key: str) -> list[Fact]:
    cube = f"{count.measure}-at-least" if count.least else count.measure
    facts: list[Fact] = [
        (RDF.type, LH.StatisticObservation),
        (RDF.type, QB.Observation),
        _origin(found),
        _evidence(key, count.span),
        (QB.dataSet, thing("cube", cube)),
        (LH.measure, thing("measure", count.measure)),
        (LH.minValue if count.least else LH.value, whole(count.number)),
        _year(count.year),
    ]
    facts += [(LH.aboutTheme, names.theme(count.theme))] if count.theme else []
    facts += [(LH.hasDirection, thing("direction", count.direction))] if count.direction else []
    facts += [(LH.outOf, whole(count.out_of))] if count.out_of is not None else []
    facts += [(LH.asOf, date(count.as_of))] if count.as_of else []
    return [*facts, *((PROV.wasAttributedTo, maker(each)) for each in counters(found))]


def _claimed(found: ArticleFound, claim: ClaimFound, key: str) -> list[Fact]:
    facts: list[Fact] = [
        (RDF.type, LH.QualitativeClaim),
        _origin(found),
        _evidence(key, claim.span),
        (LH.aboutTheme, names.theme(claim.theme)),
        (LH.quantifier, thing("quantifier", claim.quantifier)),
        _year(claim.year),
        *((LH.hasDirection, thing("direction", slug)) for slug in claim.directions),
    ]
    facts += [(LH.hasScenario, thing("scenario", claim.scenario))] if claim.scenario else []
    return facts


def _observation(found: ArticleFound, count: CountFound) -> NamedNode:
    dimensions: Iterable[str] = filter(None, (count.theme, count.direction))
    return thing("observation", found.slug, count.measure, count.year, *dimensions)


def _named(found: ArticleFound, kind: str, slug: str, theme: str, year: int) -> NamedNode:
    """A claim or list; one beside the article's first theme or year names them in its key."""
    others = [theme] if theme != found.themes[0] else []
    others += [str(year)] if year != found.year else []
    return thing(kind, found.slug, "-".join((slug, *others)))


def _origin(found: ArticleFound) -> Fact:
    return LH.assertedIn, article(found)


def _evidence(key: str, span: Span) -> Fact:
    return LH.evidence, names.passage(key, *span)


def _year(year: int) -> Fact:
    return LH.year, Literal(f"{year:04}", datatype=XSD.gYear)
