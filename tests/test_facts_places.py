"""The shipped facts: provinces, governments, points and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from ontology import names
from shipped_facts import ask, facts_store, rows, table
from tools.facts.neighbours import touching


@pytest.fixture(scope="module")
def store() -> Store:
    return facts_store()


def test_thirty_four_provinces_and_thirty_one_governments(store: Store) -> None:
    assert len(rows(store, "SELECT DISTINCT ?c { ?p a lh:Province ; lh:gbCode ?c }")) == 34
    assert len(rows(store, "SELECT DISTINCT ?c { ?p a lh:Province ; lh:isoCode ?c }")) == 34
    assert (
        len(rows(store, "SELECT DISTINCT ?p { ?g a lh:ProvincialGovernment ; lh:governs ?p }"))
        == 31
    )
    assert ask(store, "?council lh:governs <https://w3id.org/lianghui/id/country/china>")


def test_provinces_carry_every_verified_cell(store: Store, shared: Path) -> None:
    verified = list(table(shared / "facts" / "provinces.csv"))
    assert len(verified) == 34
    for row in verified:
        own = names.province(row["gb2260"])
        links = {
            quad.object for quad in store.quads_for_pattern(own, None, None, names.graph("links"))
        }
        facts = {quad.object for quad in store.quads_for_pattern(own, None, None)}
        wikidata = NamedNode(f"http://www.wikidata.org/entity/{row['wikidata_qid']}")
        geonames = NamedNode(f"https://sws.geonames.org/{row['geonames_id']}/")
        assert (wikidata in links) == ("wikidata_qid" not in row["unverified"])
        assert (geonames in links) == ("geonames_id" not in row["unverified"])
        assert (names.geometry(row["gb2260"]) in facts) == ("lat/lon" not in row["unverified"])
        assert names.thing("city", row["capital_geonames_id"]) in facts
        assert Literal(row["iso_3166_2"]) in facts
        labels = {quad.value for quad in facts if isinstance(quad, Literal) and quad.language}
        columns = ("name_en", "name_en_full", "name_zh_hans", "name_zh_hans_full", "name_zh_hant",
                   "name_zh_hant_full", "abbr_zh", "abbr_zh_alt")  # fmt: skip
        assert {row[each] for each in columns} - {""} <= labels


def test_what_only_one_source_gives_is_left_out(store: Store) -> None:
    without = rows(
        store,
        """SELECT ?p ?what { ?p a lh:Province
          VALUES (?what ?property) {
            ("q" lh:wikidataItem) ("g" lh:geonamesFeature) ("p" geo:hasGeometry) }
          FILTER NOT EXISTS { ?p ?property ?any } }""",
    )
    assert without == [
        ("710000", "g"), ("710000", "p"), ("710000", "q"),
        ("810000", "g"), ("810000", "p"), ("820000", "g"),
    ]  # fmt: skip


def test_points_lie_in_their_boundaries_box(store: Store) -> None:
    points = rows(store, "SELECT ?w { ?g a sf:Point ; geo:asWKT ?w }")
    assert len(points) > 60
    for (point,) in points:
        lon, lat = map(float, re.fullmatch(r"POINT\((\S+) (\S+)\)", point).groups())  # type: ignore[union-attr]
        assert 73 < lon < 136
        assert 3 < lat < 54


def test_linksets_count_their_links(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?set ?n (COUNT(?o) AS ?m) {
          ?set a void:Linkset ; void:linkPredicate ?p ; void:triples ?n .
          ?s ?p ?o } GROUP BY ?set ?n""",
    )
    assert [(n, m) for _, n, m in found] == [("68", "68"), ("33", "33")]


NEIGHBOURS = "?p geo:sfTouches ?q . ?p lh:gbCode ?code . ?q lh:gbCode ?other"


def test_neighbours_touch_both_ways(store: Store) -> None:
    pairs = set(rows(store, f"SELECT ?code ?other {{ {NEIGHBOURS} }}"))
    assert len(pairs) == 140
    assert pairs == {(other, code) for code, other in pairs}
    assert not any(code == other for code, other in pairs)


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("110000", {"120000", "130000"}),
        ("140000", {"130000", "150000", "410000", "610000"}),
        ("440000", {"350000", "360000", "430000", "450000", "810000", "820000"}),
        ("460000", set()),
        ("710000", set()),
    ],
    ids=["Beijing", "Shanxi", "Guangdong", "Hainan", "Taiwan"],
)
def test_neighbours_of_a_province(store: Store, code: str, others: set[str]) -> None:
    found = rows(store, f'SELECT ?other {{ {NEIGHBOURS} FILTER (?code = "{code}") }}')
    assert {other for (other,) in found} == others


def test_neighbours_name_their_source_and_its_view_of_borders(store: Store) -> None:
    (found,) = rows(
        store,
        """SELECT ?n ?source ?note { <https://w3id.org/lianghui/graph/reference>
            void:propertyPartition ?part .
          ?part void:property geo:sfTouches ; void:triples ?n ; dcterms:source ?link ;
            skos:note ?note FILTER (LANG(?note) = "en") BIND (STR(?link) AS ?source) }""",
    )
    assert found[:2] == ("140", "https://www.naturalearthdata.com/")
    assert "not China's official map" in found[2]


def test_a_corner_alone_is_no_boundary() -> None:
    def square(code: str, lon: float, lat: float) -> dict[str, object]:
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ring = [[lon + x, lat + y] for x, y in corners]
        return {"properties": {"gb2260": code}, "geometry": {"coordinates": [[ring]]}}

    drawn = {"features": [square("a", 0, 0), square("b", 1, 0), square("c", 2, 1)]}
    assert touching(drawn) == {("a", "b"), ("b", "a")}
