"""The page of an article: what it claims, of whom, in which words where they are held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from ontology.names import DCTERMS, FOAF, LH, PREFIXES, thing
from server.current import release
from server.execute import select
from server.labels import Labels, Row, Shown, iris
from server.links import link
from server.site import passages
from server.site.about_thing import Said
from server.site.page import page
from server.site.passages import Quote
from server.site.statements import PREFIX

_CLAIMS = f"""{PREFIX}SELECT ?claim ?class ?p ?o {{
  ?claim lh:assertedIn ?thing ; a ?class .
  VALUES ?class {{ {LH.PolicyStatement} {LH.ClaimList} {LH.StatisticObservation}
    {LH.QualitativeClaim} }}
  ?claim ?p ?o }} ORDER BY ?class ?claim ?p ?o"""
_SPANS = f"""{PREFIX}SELECT DISTINCT ?node ?text ?start ?end ?exact {{
  ?claim lh:assertedIn ?thing ; lh:evidence ?node .
  ?node lh:inText ?text ; oa:start ?start ; oa:end ?end OPTIONAL {{ ?node oa:exact ?exact }}
}} ORDER BY ?start ?end"""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that an article says: its properties by name, as the graph has them."""

    iri: str
    kind: str
    values: dict[str, list[str]]

    def first(self, name: str) -> str:
        """The first value of a property; empty where it has none."""
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as the page shows it."""

    href: str
    what: str
    place: Shown
    theme: Shown
    year: str
    directions: tuple[Shown, ...]
    number: str
    span: str


def article(kind: str, slug: str) -> Response:
    """The page of an article."""
    current, iri = release(), thing(kind, slug)
    said = Said(current, iri)
    rows = select(current, _CLAIMS, {"thing": iri})
    spans = select(current, _SPANS, {"thing": iri})
    claims = _claims(rows)
    shown = Labels(current, said.iris() | iris(rows) | {iri.value})
    told = [_told(each, shown) for each in claims]
    quotes = passages.quotes(current, spans, ())
    return page(
        "site/article.html",
        iri=iri.value,
        kind=kind,
        slug=slug,
        name=shown.name(iri.value),
        title=said.words(DCTERMS.title),
        by=[shown(each) for each in said.terms(DCTERMS.creator)],
        publisher=[shown(each) for each in said.terms(DCTERMS.publisher)],
        issued=said.value(DCTERMS.issued),
        pages=said.values(FOAF.page),
        numbers=_of(claims, told, LH.StatisticObservation.value),
        lists=[
            (shown.thing(each.iri), shown.name(each.first("completeness")), _members(each, shown))
            for each in claims
            if each.kind == LH.ClaimList.value
        ],
        sayings=_of(claims, told, LH.QualitativeClaim.value),
        statements=_of(claims, told, LH.PolicyStatement.value),
        quotes=_unnested(quotes),
    )


def _claims(rows: Sequence[Row]) -> list[Claim]:
    found: dict[str, Claim] = {}
    for row in rows:
        iri = row["claim"]["value"]
        claim = found.setdefault(iri, Claim(iri, row["class"]["value"], {}))
        name = row["p"]["value"].removeprefix(PREFIXES["lh"])
        values = claim.values.setdefault(name, [])
        if row["o"]["value"] not in values:
            values.append(row["o"]["value"])
    return list(found.values())


def _of(claims: Sequence[Claim], told: Sequence[Told], kind: str) -> list[Told]:
    return [each for claim, each in zip(claims, told, strict=True) if claim.kind == kind]


def _told(claim: Claim, shown: Labels) -> Told:
    what = claim.first("measure") or claim.first("quantifier")
    number = claim.first("value") or (
        f"≥ {claim.first('minValue')}" if claim.first("minValue") else ""
    )
    if number and claim.first("outOf"):
        number += f" / {claim.first('outOf')}"
    return Told(
        link(claim.iri),
        shown.name(what) if what else "",
        _maybe(claim.first("ofProvince"), shown),
        _maybe(claim.first("aboutTheme"), shown),
        claim.first("year"),
        tuple(
            shown.thing(each)
            for name in ("hasDirection", "hasScenario")
            for each in claim.values.get(name, ())
        ),
        number
        or (f"≥ {claim.first('minMentionCount')}×" if claim.first("minMentionCount") else ""),
        claim.first("evidence").rpartition("/")[2],
    )


def _maybe(iri: str, shown: Labels) -> Shown:
    return shown.thing(iri) if iri else Shown("")


def _members(claim: Claim, shown: Labels) -> list[Shown]:
    """Those that a list names, each leading to its statement."""
    return [
        Shown(
            shown.name(thing("province", each.split("/statement/")[1].split("/")[1]).value),
            link(each),
        )
        for each in claim.values.get("lists", ())
    ]


def _unnested(quotes: Sequence[Quote]) -> list[Quote]:
    """The passages without those that lie within another."""
    return [
        each
        for each in quotes
        if not any(
            other is not each and other.start <= each.start and each.end <= other.end
            for other in quotes
            if (other.start, other.end) != (each.start, each.end)
        )
    ]
