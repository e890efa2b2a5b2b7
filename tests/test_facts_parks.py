"""The shipped facts: parks and plans for parks."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from shipped_facts import HEADER, ask, facts_store, rows, table


@pytest.fixture(scope="module")
def store() -> Store:
    return facts_store()


def test_parks_have_sources_a_city_and_no_point(store: Store) -> None:
    parks = rows(
        store,
        """SELECT DISTINCT ?k { ?k a lh:IndustrialPark ; dcterms:isReferencedBy ?source ;
          lh:inCity/lh:ofProvince ?p ; lh:ofProvince ?p ; lh:status ?status ; lh:aboutTheme ?t }""",
    )
    assert len(parks) == 15
    assert not ask(store, "?park a lh:IndustrialPark ; geo:hasGeometry ?point")


def test_parks_are_dated_as_precisely_as_their_source(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?t (COUNT(?p) AS ?n) { ?p lh:established ?d BIND (DATATYPE(?d) AS ?t) }
          GROUP BY ?t""",
    )
    assert found == [("date", "3"), ("gYear", "1"), ("gYearMonth", "4")]


def test_a_park_without_a_site_is_a_plan_of_its_source(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?a ?label { ?s lh:concernsPlan ?plan ; lh:assertedIn ?a ; lh:ofProvince ?p .
          ?plan a lh:ParkPlan ; skos:prefLabel ?label
          FILTER (LANG(?label) = "zh" && STRENDS(STR(?p), "370000")) }""",
    )
    assert found == [("blocking-net-31063", "山东省级区块链产业园")]


def test_parks_keep_every_source_and_name(store: Store, shared: Path) -> None:
    cells = [row for row in table(shared / "facts" / "parks.csv") if row["city_geonames_id"]]
    sources = {f"https://{each}" for row in cells for each in row["source"].split("; ")}
    found = store.query(
        HEADER + "SELECT DISTINCT ?o { ?p a lh:IndustrialPark ; dcterms:isReferencedBy ?o }",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    assert {row["o"].value for row in found} == sources
    labels = {
        label
        for (label,) in rows(
            store, "SELECT ?l { ?p a lh:IndustrialPark ; skos:prefLabel|skos:altLabel ?l }"
        )
    }
    assert {each for row in cells for each in row["name_zh"].split(" / ")} <= labels
