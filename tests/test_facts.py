"""The shipped facts: what the article became, what other sources add, places and parks."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

import ontology
from ontology import names
from ontology.names import LH, PREFIXES, RDF, SKOS, XSD

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "graph" / "data"
SEED = names.graph("asserted", "finance-no1-2020")
TAGS = {"en", "zh", "zh-hant", "zh-latn"}
DATATYPES = {
    XSD.date,
    XSD.gYear,
    XSD.gYearMonth,
    XSD.integer,
    XSD.string,
    RDF.langString,
    names.GEO.wktLiteral,
}
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
WINDOWS = {18: re.compile(r"[\u4e00-\u9fff]{6}"), 40: re.compile(r"[A-Za-z]{3}")}
"""Characters in a row that no report or article may share with what is shipped, in Chinese and in
English; the pattern tells such a stretch from codes and indentation."""


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    files = sorted(DATA.glob("*.trig"))
    assert files
    return [quad for path in files for quad in parse(path.read_bytes(), format=RdfFormat.TRIG)]


@pytest.fixture(scope="module")
def store(quads: list[Quad]) -> Store:
    """The shipped facts and, where they belong, the schemes."""
    store = Store()
    store.extend(quads)
    schemes = ontology.turtle("schemes")
    store.load(schemes, format=RdfFormat.TURTLE, to_graph=names.graph("reference"))
    return store


def rows(store: Store, pattern: str, graph: NamedNode | None = None) -> list[tuple[str, ...]]:
    """The solutions of a SELECT, last parts of IRIs and plain values, over one graph or all."""
    answer = store.query(
        HEADER + pattern,
        use_default_graph_as_union=graph is None,
        default_graph=graph,
    )
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple(short(row[each]) for each in answer.variables) for row in answer)


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"{HEADER} ASK {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def short(term: object) -> str:
    if term is None:
        return ""
    value = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return re.split(r"[/#]", value)[-1] if isinstance(term, NamedNode) else value


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def grams(text: str) -> Iterator[str]:
    """All stretches of a text that are long enough to be a sentence's."""
    for window in WINDOWS:
        yield from (text[start : start + window] for start in range(len(text) - window + 1))


# What the article became.


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
    store: Store, quads: list[Quad]
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


# Other sources.


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


# Places.


def test_thirty_four_provinces_and_thirty_one_governments(store: Store) -> None:
    assert len(rows(store, "SELECT DISTINCT ?c { ?p a lh:Province ; lh:gbCode ?c }")) == 34
    assert len(rows(store, "SELECT DISTINCT ?c { ?p a lh:Province ; lh:isoCode ?c }")) == 34
    assert (
        len(rows(store, "SELECT DISTINCT ?p { ?g a lh:ProvincialGovernment ; lh:governs ?p }"))
        == 31
    )
    assert ask(store, "?council lh:governs <https://w3id.org/lianghui/id/country/china>")


def test_provinces_carry_every_verified_cell(store: Store, shared: Path) -> None:
    for row in table(shared / "facts" / "provinces.csv"):
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


# Parks.


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


# The form of all facts.


def test_every_triple_is_in_one_graph(quads: list[Quad], store: Store) -> None:
    counted = Counter((quad.subject, quad.predicate, quad.object) for quad in store)
    assert len(counted) > len(quads) > 2000
    assert [triple for triple, number in counted.items() if number > 1] == []


def test_facts_have_no_blank_nodes_and_known_literals_only(quads: list[Quad]) -> None:
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    literals = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    assert {each.datatype for each in literals} == DATATYPES
    assert {each.language for each in literals if each.language} == TAGS


def test_preferred_labels_are_one_a_language_and_not_repeated(quads: list[Quad]) -> None:
    labels = [quad for quad in quads if quad.predicate == SKOS.prefLabel]
    counted = Counter((quad.subject, quad.object.language) for quad in labels)  # type: ignore[union-attr]
    assert counted
    assert set(counted.values()) == {1}
    preferred = {(quad.subject, quad.object) for quad in labels}
    assert not {(q.subject, q.object) for q in quads if q.predicate == SKOS.altLabel} & preferred


def test_every_thing_of_ours_that_is_named_is_described(store: Store, quads: list[Quad]) -> None:
    described = {quad.subject for quad in store}
    named = {quad.object for quad in quads if is_thing(quad.object)}
    assert named
    assert {each.value for each in named - described if isinstance(each, NamedNode)} == set()


def is_thing(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(names.BASE + "id/")


def test_every_term_is_declared(quads: list[Quad]) -> None:
    terms = Store()
    terms.load(ontology.turtle("terms"), format=RdfFormat.TURTLE)
    declared = {quad.subject for quad in terms}
    used = {term for quad in quads for term in (quad.predicate, quad.object) if is_term(term)}
    assert used
    assert {short(each) for each in used - declared} == set()


def is_term(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(LH.iri)


def test_every_code_is_read_as_a_string(quads: list[Quad]) -> None:
    codes = [quad.object for quad in quads if quad.predicate == LH.gbCode]
    assert len(codes) == 34
    assert all(isinstance(code, Literal) and code.datatype == XSD.string for code in codes)


def test_the_script_makes_the_same_bytes_again(shared: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.make_facts", str(shared), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATA.glob("*.trig")}


def test_no_sentence_of_a_report_or_the_article_is_shipped(quads: list[Quad], shared: Path) -> None:
    sources = [*(ROOT / "tools").rglob("*.py"), Path(__file__)]
    assert len(sources) > 5
    ours = {each for each in own_grams(quads, sources) if WINDOWS[len(each)].search(each)}
    assert len(ours) > 10_000
    texts = [
        path
        for path in sorted((shared / "corpus").rglob("*"))
        if path.suffix in {".txt", ".jsonl", ".tmx"}
    ]
    assert len(texts) > 60
    for path in texts:
        text = path.read_text("utf-8", "replace")
        assert not ours.intersection(grams(text)), path.name


def own_grams(quads: Iterable[Quad], sources: Iterable[Path]) -> Iterator[str]:
    for quad in quads:
        if isinstance(quad.object, Literal):
            yield from grams(quad.object.value)
    for path in sources:
        for line in path.read_text("utf-8").splitlines():
            yield from grams(line)
