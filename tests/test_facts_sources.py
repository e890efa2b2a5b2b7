"""The shipped facts: what other sources add, and the reports they speak of."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from ontology import names
from shipped_facts import HEADER, ask, facts_store, rows, table


@pytest.fixture(scope="module")
def store() -> Store:
    return facts_store()


def test_counts_of_sources_stay_apart(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?y ?a ?v ?min ?of {
          ?each lh:measure <https://w3id.org/lianghui/id/measure/reports-naming-theme> ;
            lh:assertedIn ?a ; lh:year ?y .
          OPTIONAL { ?each lh:value ?v } OPTIONAL { ?each lh:minValue ?min }
          OPTIONAL { ?each lh:outOf ?of }
        }""",
    )
    assert found == [
        ("2018", "panews-2020", "1", "", ""),
        ("2019", "panews-2020", "3", "", ""),
        ("2020", "chinabankingnews-2020", "", "22", "29"),
        ("2020", "finance-no1-2020", "22", "", "29"),
        ("2020", "panews-2020", "21", "", "31"),
        ("2021", "chaojigongshi-722", "", "20", "31"),
        ("2021", "chinabankingnews-2021", "", "20", ""),
    ]


def test_sources_that_name_shanxi_do_not_name_shaanxi(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?p ?a { VALUES ?y { "2020"^^xsd:gYear }
          ?s a lh:PolicyStatement ; lh:ofProvince ?p ; lh:assertedIn ?a ; lh:year ?y
          FILTER (STRENDS(STR(?p), "140000") || STRENDS(STR(?p), "610000")) }""",
    )
    assert found == [
        ("140000", "chinabankingnews-2020"),
        ("140000", "shanxishangren-31908"),
        ("610000", "finance-no1-2020"),
        ("610000", "hfnxjk-563734"),
    ]


def test_the_other_list_has_twenty_two_names_and_is_open(store: Store) -> None:
    graph = names.graph("asserted", "chinabankingnews-2020")
    query = "SELECT ?c (COUNT(?s) AS ?n) { ?l lh:completeness ?c ; lh:lists ?s } GROUP BY ?c"
    assert rows(store, query, graph) == [("open", "22")]


def test_sources_by_year_name_these_provinces(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?y ?p { ?s lh:assertedIn ?a ; lh:ofProvince ?p ; lh:year ?y
          FILTER (STR(?y) = "2019") }""",
    )
    assert found == [("2019", code) for code in ("350000", "500000", "530000")]


def test_only_the_article_gives_directions(store: Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?a {
          ?s a lh:PolicyStatement ; lh:hasDirection ?d ; lh:assertedIn ?a }""",
    )
    assert found == [("finance-no1-2020",)]


def test_each_claim_has_evidence_or_a_citation_of_its_own_article(store: Store) -> None:
    claims = "?s lh:assertedIn ?article ; a ?kind FILTER (?kind != qb:Observation)"
    assert ask(store, claims)
    assert not ask(
        store,
        f"""{claims}
          BIND (EXISTS {{ ?s lh:evidence/lh:inText/lh:textOf ?article }} AS ?held)
          BIND (EXISTS {{ ?s lh:citedAt ?page . ?article foaf:page ?page }} AS ?cited)
          FILTER (?held = ?cited)""",
    )


def test_each_article_has_a_graph_that_holds_its_claims_only(store: Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?g ?a { GRAPH ?g { ?s lh:assertedIn ?a }
          FILTER (STRSTARTS(STR(?g), "https://w3id.org/lianghui/graph/asserted/")) }""",
    )
    articles = [each for (each,) in rows(store, "SELECT ?a { ?a a lh:SourceArticle }")]
    assert found == [(each, each) for each in articles]
    assert len(articles) == 13


# Documents.


def test_reports_of_2020_and_2026_are_all_there(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?y (COUNT(DISTINCT ?p) AS ?n) {
          ?r a lh:WorkReport ; lh:ofProvince ?p ; lh:year ?y ; dcterms:creator/lh:governs ?p .
          ?session a lh:Session ; lh:ofProvince ?p ; lh:year ?y
        } GROUP BY ?y""",
    )
    assert found == [("2019", "3"), ("2020", "31"), ("2021", "9"), ("2026", "31")]


def test_documents_of_reports_agree_with_the_tables(store: Store, shared: Path) -> None:
    tables = [table(shared / "facts" / f"reports_{year}_sources.csv") for year in (2020, 2026)]
    urls = {row.get("url") or row.get("source_url") for each in tables for row in each} - {""}
    pages = store.query(
        HEADER + "SELECT ?page { ?r a lh:WorkReport ; foaf:page ?page }",
        use_default_graph_as_union=True,
    )
    assert isinstance(pages, QuerySolutions)
    assert {row["page"].value for row in pages} == urls
    delivered = rows(store, "SELECT ?r ?d { ?r lh:deliveredAt ?d }")
    assert len(delivered) == sum("delivered" in row["delivered_or_published"] for row in tables[0])
