"""The page of a statement: the claim, its words in their context, why, by whom, who disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from pyoxigraph import Literal, NamedNode

from graph.errors import InputError, NotFoundError
from graph.explain import Explanation, explain
from graph.home.release import Release as Opened
from ontology.names import LH, PROV, SKOS, thing
from server.current import Release, release
from server.execute import select
from server.labels import Labels, Row, Shown
from server.links import link, short
from server.site import passages
from server.site.about_thing import Said
from server.site.page import page
from server.site.passages import Quote
from server.site.statements import ASSERTED, PREFIX, Statement, index, year_term
from server.site.thing import thing as any_thing

_BEHIND = f"""{PREFIX}SELECT ?kind ?node ?text ?start ?end ?exact ?more ?who {{
  {{ ?thing lh:evidence ?node . ?node lh:inText ?text ; oa:start ?start ; oa:end ?end
     OPTIONAL {{ ?node oa:exact ?exact }} BIND ("evidence" AS ?kind) }}
  UNION {{ ?thing lh:restsOn ?node . ?node lh:inText ?text ; oa:start ?start ; oa:end ?end
     OPTIONAL {{ ?node oa:exact ?exact }} BIND ("mention" AS ?kind) }}
  UNION {{ ?node lh:lists ?thing OPTIONAL {{ ?node lh:completeness ?more }}
     BIND ("list" AS ?kind) }}
  UNION {{ ?node lh:reviews ?thing ; lh:verdict ?more
     OPTIONAL {{ ?node {PROV.wasAttributedTo} ?who }} BIND ("review" AS ?kind) }}
  UNION {{ ?node lh:replacedBy ?thing . BIND ("correction" AS ?kind) }}
}} ORDER BY ?kind ?text ?start"""
_MADE = f"""SELECT ?activity ?tool ?lexicon ?ended {{ ?activity {PROV.generated} ?made .
  OPTIONAL {{ ?activity {LH.toolVersion} ?tool }}
  OPTIONAL {{ ?activity {LH.lexiconVersion} ?lexicon }}
  OPTIONAL {{ ?activity {PROV.endedAtTime} ?ended }} }} LIMIT 1"""
_LEAVING_OUT = f"""{PREFIX}SELECT ?list ?source ?completeness {{
  ?list a lh:ClaimList ; lh:assertedIn ?source ; lh:completeness ?completeness .
  FILTER EXISTS {{
    ?list lh:lists ?s .
    ?s lh:aboutTheme ?theme ; lh:year ?year ; lh:basis {thing("basis", "asserted")}
    FILTER NOT EXISTS {{ ?s lh:hasDirection|lh:minMentionCount ?narrower }} }}
  FILTER NOT EXISTS {{ ?list lh:lists/lh:ofProvince ?place }}
}} ORDER BY ?list"""


@dataclass(frozen=True, slots=True)
class Reason:
    """A wording that spoke for a judgement, and what for."""

    words: str
    target: Shown
    name: str


@dataclass(frozen=True, slots=True)
class Other:
    """What another source says of the same place, theme and year."""

    source: Shown
    href: str
    directions: tuple[Shown, ...]
    same: bool


def statement(kind: str, slug: str) -> Response:
    """The page of a statement."""
    current, iri = release(), thing(kind, slug)
    said = Said(current, iri)
    place = said.value(LH.ofProvince) or said.value(LH.ofCountry)
    theme, year = said.value(LH.aboutTheme), said.value(LH.year)
    if not (place and theme and year):
        return any_thing(kind, slug)
    behind = select(current, _BEHIND, {"thing": iri})
    same = index(
        current,
        {"place": [NamedNode(place)], "theme": [NamedNode(theme)], "year": [year_term(year)]},
    )
    left_out = _left_out(current, place, theme, year)
    made = select(current, _MADE, {"made": NamedNode(said.graphs[0])})
    why = _explained(current, behind)
    shown = Labels(current, _named(said, behind, same, left_out, why))
    quotes = passages.quotes(current, _of(behind, "evidence"), _of(behind, "mention"))
    return page(
        "site/statement.html",
        iri=iri.value,
        kind=kind,
        slug=slug,
        place=shown.thing(place),
        theme=shown.thing(theme),
        year=year,
        **_facts(said, shown),
        quotes=quotes,
        text=_text_of(said, quotes),
        lists=[(shown.thing(r["node"]["value"]), _more(r, shown)) for r in _of(behind, "list")],
        reviews=_reviews(behind, shown),
        why=why,
        reasons=_reasons(why, shown),
        others=_others(iri, said, same, shown),
        left_out=[
            (shown.thing(row["source"]["value"]), shown.name(row["completeness"]["value"]))
            for row in left_out
        ],
        graph=Shown(short(said.graphs[0]), link(said.graphs[0])),
        made={name: term["value"] for row in made for name, term in row.items()},
        activity=link(made[0]["activity"]["value"]) if made else "",
    )


def _facts(said: Said, shown: Labels) -> dict[str, Any]:
    """What the statement says of itself."""
    return {
        "directions": [shown.thing(each) for each in said.values(LH.hasDirection)],
        "scenarios": [shown.thing(each) for each in said.values(LH.hasScenario)],
        "plans": [shown.thing(each) for each in said.values(LH.concernsPlan)],
        "role": shown.name(said.value(LH.role)) if said.value(LH.role) else "",
        "stance": shown.name(said.value(LH.stance)) if said.value(LH.stance) else "",
        "confidence": said.value(LH.confidence),
        "mentions": said.value(LH.mentionCount),
        "at_least": said.value(LH.minMentionCount),
        "notes": [str(each["value"]) for each in said.terms(SKOS.note)],
        "claimed": said.value(LH.basis) == ASSERTED,
        "basis": shown.thing(said.value(LH.basis)),
        "source": shown.thing(said.value(LH.assertedIn)),
        "report": shown.thing(said.value(LH.aboutReport)),
        "cited": said.values(LH.citedAt),
    }


def _of(rows: Sequence[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"]["value"] == kind]


def _more(row: Row, shown: Labels) -> str:
    return shown.name(row["more"]["value"]) if "more" in row else ""


def _left_out(current: Release, place: str, theme: str, year: str) -> list[dict[str, Any]]:
    bindings: dict[str, NamedNode | Literal] = {
        "theme": NamedNode(theme),
        "year": year_term(year),
        "place": NamedNode(place),
    }
    return select(current, _LEAVING_OUT, bindings)


def _explained(current: Release, behind: Sequence[Row]) -> Explanation | None:
    """The judgement of the first mention, made once more; None where its text is not held."""
    for row in _of(behind, "mention"):
        if not isinstance(current, Opened):
            return None
        try:
            return explain(current, row["node"]["value"])
        except (NotFoundError, InputError):
            return None
    return None


def _named(
    said: Said,
    behind: Sequence[Row],
    same: Sequence[Statement],
    left_out: Sequence[Row],
    why: Explanation | None,
) -> set[str]:
    found = said.iris() | {each.source for each in same}
    found |= {each for one in same for each in one.directions}
    for row in [*behind, *left_out]:
        found |= {term["value"] for term in row.values() if term["type"] == "uri"}
    if why:
        found |= {thing(*rule.target.split("/")).value for rule in why.rules}
    return found


def _reasons(why: Explanation | None, shown: Labels) -> list[Reason]:
    if why is None:
        return []
    found = (
        Reason(rule.words, shown.thing(thing(*rule.target.split("/")).value), rule.name)
        for rule in why.rules
    )
    return list(dict.fromkeys(found))


def _reviews(behind: Sequence[Row], shown: Labels) -> list[tuple[str, str]]:
    return [
        (_more(row, shown), shown.name(row["who"]["value"]) if "who" in row else "")
        for row in _of(behind, "review")
    ]


def _others(iri: NamedNode, said: Said, same: Sequence[Statement], shown: Labels) -> list[Other]:
    """What other sources say of this place, theme and year."""
    own = set(said.values(LH.hasDirection))
    return [
        Other(
            shown.thing(each.source),
            link(each.iri),
            tuple(shown.thing(one) for one in each.directions),
            not each.directions or not own or bool(own & set(each.directions)),
        )
        for each in same
        if each.iri != iri.value and each.source != said.value(LH.assertedIn)
    ]


def _text_of(said: Said, quotes: Sequence[Quote]) -> str:
    """Where the whole text is read, at the place of the quote."""
    if not quotes or said.value(LH.basis) == ASSERTED:
        return ""
    return f"{link(said.value(LH.assertedIn))}?at={quotes[0].start}#s{quotes[0].start}"
