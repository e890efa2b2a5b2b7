"""What sources claim, in the model's terms: the parts that all articles share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import LH, PROV, QB, graph, park_plan, province, report, theme, thing
from ontology.names import statement as statement_iri
from tools.facts.documents import Article, agent
from tools.facts.terms import Pair, a, labels, node, year

THEME = "blockchain"


@dataclass(frozen=True)
class Plan:
    """A plan for a park; ``park`` where the source names the park that stands or is to stand."""

    slug: str = "unnamed"
    park: NamedNode | None = None
    en: str = ""
    zh: str = ""


@dataclass(frozen=True)
class Claims:
    """The claims of one article; ``support`` is where it says so if nothing nearer is given."""

    article: Article
    support: tuple[Pair, ...] = ()
    reports: set[tuple[str, int]] = field(default_factory=set)

    @property
    def graph(self) -> NamedNode:
        """The article's own graph."""
        return graph("asserted", self.article.slug)

    def statement(self, code: str, when: int, claim: str) -> NamedNode:
        """The IRI of what the article claims of a province and year."""
        return statement_iri(self.article.slug, code, when, THEME, claim)

    def say(
        self, code: str, when: int, claim: str, *pairs: Pair, plan: Plan | None = None
    ) -> Iterator[Quad]:
        """A statement on one province; ``pairs`` say what is claimed beyond the theme."""
        self.reports.add((code, when))
        planned = self._plan_iri(code, when, plan) if plan else None
        yield from node(
            self.graph,
            self.statement(code, when, claim),
            *a(LH.PolicyStatement),
            (LH.aboutReport, report(code, when)),
            (LH.aboutTheme, theme(THEME)),
            (LH.basis, thing("basis", "asserted")),
            (LH.ofProvince, province(code)),
            (LH.year, year(when)),
            (LH.concernsPlan, planned),
            *self._origin(pairs),
        )
        if plan and planned:
            yield from self._plan(planned, code, when, plan)

    def enumerate(
        self, slug: str, completeness: str, statements: Iterable[NamedNode], *pairs: Pair
    ) -> Iterator[Quad]:
        """A list of statements as the article gives it."""
        yield from node(
            self.graph,
            thing("claim-list", self.article.slug, slug),
            *a(LH.ClaimList),
            (LH.completeness, thing("completeness", completeness)),
            *((LH.lists, each) for each in statements),
            *self._origin(pairs),
        )

    def count(
        self, measure: str, when: int, number: int, *pairs: Pair, dimensions: tuple[Pair, ...] = ()
    ) -> Iterator[Quad]:
        """A number that the article states exactly."""
        value = (LH.value, Literal(number))
        yield from self._observe(measure, measure, when, value, dimensions, pairs)

    def count_at_least(
        self, measure: str, when: int, number: int, *pairs: Pair, dimensions: tuple[Pair, ...] = ()
    ) -> Iterator[Quad]:
        """A number that the article states as a lower bound."""
        cube, value = f"{measure}-at-least", (LH.minValue, Literal(number))
        yield from self._observe(cube, measure, when, value, dimensions, pairs)

    def judge(self, slug: str, quantifier: str, when: int, *pairs: Pair) -> Iterator[Quad]:
        """A claim on reports at large, without province or number."""
        yield from node(
            self.graph,
            thing("claim", self.article.slug, slug),
            *a(LH.QualitativeClaim),
            (LH.quantifier, thing("quantifier", quantifier)),
            (LH.aboutTheme, theme(THEME)),
            (LH.year, year(when)),
            *self._origin(pairs),
        )

    def _observe(
        self,
        cube: str,
        measure: str,
        when: int,
        value: Pair,
        dimensions: tuple[Pair, ...],
        pairs: tuple[Pair, ...],
    ) -> Iterator[Quad]:
        keys = [each.value.rpartition("/")[2] for _, each in dimensions if each is not None]
        yield from node(
            self.graph,
            thing("observation", self.article.slug, measure, when, *keys),
            *a(LH.StatisticObservation, QB.Observation),
            (QB.dataSet, thing("cube", cube)),
            (LH.measure, thing("measure", measure)),
            (LH.year, year(when)),
            value,
            *dimensions,
            *self._origin(pairs),
        )

    def _origin(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The article, and the evidence among ``pairs`` or else the article's own support."""
        given = list(pairs)
        near = any(predicate == LH.evidence for predicate, _ in given)
        return [(LH.assertedIn, self.article.iri), *given, *(() if near else self.support)]

    def _plan_iri(self, code: str, when: int, plan: Plan) -> NamedNode:
        return park_plan(self.article.slug, code, when, THEME, plan.slug)

    def _plan(self, iri: NamedNode, code: str, when: int, plan: Plan) -> Iterator[Quad]:
        yield from node(
            self.graph,
            iri,
            *a(LH.ParkPlan),
            (LH.aboutTheme, theme(THEME)),
            (LH.ofProvince, province(code)),
            (LH.year, year(when)),
            (LH.plansPark, plan.park),
            *labels(en=plan.en, zh=plan.zh),
        )


def counted_by(slug: str) -> Pair:
    """Who counted, where the source says."""
    return PROV.wasAttributedTo, agent(slug)


ON_THEME: tuple[Pair, ...] = ((LH.aboutTheme, theme(THEME)),)
"""The dimensions of a count of reports that name the theme."""


def out_of(number: int) -> Pair:
    """How many there were to count among."""
    return LH.outOf, Literal(number)
