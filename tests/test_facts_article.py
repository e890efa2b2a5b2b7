"""The shipped facts: what the article became."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from ontology import names
from shipped_facts import ask, facts, facts_store, rows

SEED = names.graph("asserted", "finance-no1-2020")


@pytest.fixture(scope="module")
def store() -> Store:
    return facts_store()


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    return facts()


def test_article_names_eleven_provinces_in_twenty_statements(store: Store) -> None:
    found = rows(store, "SELECT ?s ?p { ?s a lh:PolicyStatement ; lh:ofProvince ?p }", SEED)
    assert len(found) == 20
    assert {province for _, province in found} == {
        "110000", "120000", "310000", "350000", "360000", "370000", "440000", "460000", "500000",
        "610000", "620000",
    }  # fmt: skip


def test_article_gives_three_directions_to_these_provinces(store: Store) -> None:
    found: dict[str, set[str]] = {}
    for direction, province in rows(
        store,
        "SELECT ?d ?p { ?s a lh:PolicyStatement ; lh:hasDirection ?d ; lh:ofProvince ?p }",
        SEED,
    ):
        found.setdefault(direction, set()).add(province)
    assert found == {
        "research-transfer": {"110000", "120000", "310000", "500000", "620000"},
        "application-scenarios": {
            "110000", "350000", "360000", "370000", "440000", "460000", "620000",
        },
        "industrial-parks": {"370000", "460000", "500000", "610000"},
    }  # fmt: skip


def test_four_provinces_name_it_more_than_once(store: Store) -> None:
    found = rows(store, "SELECT ?p ?n { ?s lh:minMentionCount ?n ; lh:ofProvince ?p }")
    assert found == [(code, "2") for code in ("110000", "120000", "500000", "620000")]


def test_article_has_four_lists_with_their_completeness(store: Store) -> None:
    found = rows(
        store,
        "SELECT ?l ?c (COUNT(?s) AS ?n) { ?l lh:completeness ?c ; lh:lists ?s } GROUP BY ?l ?c",
        SEED,
    )
    assert found == [
        ("application-scenarios", "closed", "7"),
        ("industrial-parks", "unstated", "4"),
        ("more-than-once", "open", "4"),
        ("research-transfer", "closed", "5"),
    ]


def test_every_statement_of_the_article_is_in_one_list(store: Store) -> None:
    query = "SELECT (COUNT(?s) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?l lh:lists ?s }"
    assert rows(store, query, SEED) == [("20", "20")]


def test_article_states_four_numbers_and_who_counted(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?m ?y ?d ?v ?o ?who {
          ?each a lh:StatisticObservation , qb:Observation ; lh:measure ?m ; lh:year ?y ;
            lh:value ?v ; prov:wasAttributedTo ?who ; lh:evidence ?span .
          OPTIONAL { ?each lh:hasDirection ?d } OPTIONAL { ?each lh:outOf ?o }
        }""",
        SEED,
    )
    assert found == [
        ("provinces-with-direction", "2020", "application-scenarios", "7", "", "finance-no1"),
        ("provinces-with-direction", "2020", "research-transfer", "5", "", "finance-no1"),
        ("reports-naming-theme", "2020", "", "22", "29", "finance-no1"),
        ("sessions-held", "2020", "", "29", "", "finance-no1"),
    ]


def test_no_source_states_four(store: Store) -> None:
    assert ask(store, "?each lh:value 5")
    assert not ask(store, "?each lh:value|lh:minValue 4")


def test_article_date_is_unknown_and_not_filled_in(store: Store) -> None:
    assert not ask(store, "?each lh:asOf ?day")
    assert not ask(
        store, "<https://w3id.org/lianghui/id/article/finance-no1-2020> dcterms:issued ?d"
    )


def test_upgrading_and_digital_economy_are_only_in_the_claim_on_most_provinces(
    store: Store, quads: tuple[Quad, ...]
) -> None:
    macro = {names.thing("direction", slug) for slug in ("industry-upgrading", "digital-economy")}
    subjects = {quad.subject for quad in quads if quad.object in macro}
    assert subjects == {names.thing("claim", "finance-no1-2020", "most-expect-upgrading")}
    claim = rows(store, "SELECT ?q ?d { ?c lh:quantifier ?q ; lh:hasDirection ?d }", SEED)
    assert ("most", "industry-upgrading") in claim
    assert ("most", "digital-economy") in claim


def test_article_makes_three_qualitative_claims_without_a_province(store: Store) -> None:
    found = rows(store, "SELECT ?q { ?c a lh:QualitativeClaim ; lh:quantifier ?q }", SEED)
    assert found == [("biggest",), ("high-frequency",), ("most",)]
    assert not ask(store, "?c a lh:QualitativeClaim ; lh:ofProvince ?p")


def test_no_statement_has_a_scenario(store: Store) -> None:
    assert ask(store, "?claim a lh:QualitativeClaim ; lh:hasScenario ?scenario")
    assert not ask(store, "?s a lh:PolicyStatement ; lh:hasScenario ?scenario")


@pytest.mark.parametrize("graph", [SEED, None], ids=["article", "all sources"])
def test_thirty_five_pairs_share_a_direction_and_two_share_two(
    store: Store, graph: NamedNode | None
) -> None:
    pairs = rows(
        store,
        """SELECT ?p ?q (COUNT(DISTINCT ?d) AS ?n) {
          ?s a lh:PolicyStatement ; lh:ofProvince ?p ; lh:hasDirection ?d ; lh:year ?y .
          ?t a lh:PolicyStatement ; lh:ofProvince ?q ; lh:hasDirection ?d ; lh:year ?y .
          FILTER (STR(?p) < STR(?q))
        } GROUP BY ?p ?q""",
        graph,
    )
    assert len(pairs) == 35
    assert [pair for pair in pairs if pair[2] != "1"] == [
        ("110000", "620000", "2"),
        ("370000", "460000", "2"),
    ]


def test_five_provinces_have_two_directions(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?p { ?s a lh:PolicyStatement ; lh:ofProvince ?p ; lh:hasDirection ?d }
        GROUP BY ?p HAVING (COUNT(DISTINCT ?d) = 2)""",
        SEED,
    )
    assert found == [("110000",), ("370000",), ("460000",), ("500000",), ("620000",)]


def test_article_plans_are_unnamed_and_in_their_own_province(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?p ?plan { ?s lh:concernsPlan ?plan ; lh:ofProvince ?p ; lh:year ?y ;
          lh:hasDirection <https://w3id.org/lianghui/id/direction/industrial-parks> .
          ?plan a lh:ParkPlan ; lh:ofProvince ?p ; lh:year ?y
          FILTER NOT EXISTS { ?plan lh:plansPark|skos:prefLabel ?any } }""",
        SEED,
    )
    assert found == [(code, "unnamed") for code in ("370000", "460000", "500000", "610000")]


def test_scheme_of_directions_rests_on_the_five_headings(store: Store) -> None:
    scheme = "<https://w3id.org/lianghui/id/scheme/article-directions>"
    spans = rows(store, f"SELECT ?span {{ {scheme} lh:evidence ?span }}", SEED)
    concepts = rows(store, f"SELECT ?d {{ ?d a lh:PolicyDirection ; skos:inScheme {scheme} }}")
    assert len(spans) == len(concepts) == 5


def test_spans_hold_the_names_and_numbers_they_bear(store: Store, shared: Path) -> None:
    (path,) = (shared / "corpus" / "article").glob("*.txt")
    text = path.read_text("utf-8")
    stated = rows(
        store,
        """SELECT ?start ?end ?what {
          { ?s a lh:PolicyStatement ; lh:evidence ?span ; lh:ofProvince/skos:prefLabel ?what
            FILTER (LANG(?what) = "en") }
          UNION { ?s a lh:StatisticObservation ; lh:evidence ?span ; lh:value|lh:outOf ?what }
          ?span oa:start ?start ; oa:end ?end
        }""",
    )
    assert len(stated) == 25
    for start, end, what in stated:
        assert re.search(rf"\b{what}\b", text[int(start) : int(end)]), what


def test_every_span_is_within_the_text(store: Store) -> None:
    (length,) = rows(store, "SELECT ?n { ?text lh:charLength ?n }")
    spans = rows(store, "SELECT ?start ?end { ?span oa:start ?start ; oa:end ?end }", SEED)
    assert len(spans) == 14
    assert all(0 <= int(start) < int(end) <= int(length[0]) for start, end in spans)
