"""A year's data at an address of its own, in the descriptions and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph.dataset.years import year_data
from graph.home.years import years
from graph.releases import Home
from graph.sparql.serialise import GRAPHS
from graph.sparql.spool import SPOOL
from ontology.names import BASE, DATASET, DCAT, VOID
from ontology.names import graph as graph_name
from served import client, made, problem
from server.app import create_app
from server.cli.main import lianghui
from server.config import Config

PLACES = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML,
          "jsonld": RdfFormat.JSON_LD}  # fmt: skip
READ = """
@prefix : <http://example.org/> .
@prefix e: <https://w3id.org/lianghui/graph/extracted/> .
<https://w3id.org/lianghui/graph/extracted/110000/2025> { :b :p "a\\rb"@zh , 1.50 . :a :q :c }
<https://w3id.org/lianghui/graph/extracted/000000/2025> { :nation :q <geo:1,2> }
<https://w3id.org/lianghui/graph/extracted/110000/2026> { :later :q :c }
<https://w3id.org/lianghui/graph/extracted/110000/2022> { :earlier :q :c }
<https://w3id.org/lianghui/graph/extracted/110000/2025/more> { :other :q :c }
<https://w3id.org/lianghui/graph/asserted/2025> { :claim :q :c }
"""
OF_2025 = {f"{BASE}graph/extracted/{code}/2025" for code in ("000000", "110000")}


def read(path: Path) -> Home:
    """A home whose second release holds what was read in reports of three years."""
    home = made(path)
    with home.change("reports") as draft:
        draft.add(parse(READ.encode(), format=RdfFormat.TRIG))
    return home


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return read(tmp_path_factory.mktemp("years") / "home")


@pytest.fixture(scope="module")
def service(few: Home) -> FlaskClient:
    return client(few.path)


def held(home: Home, year: str) -> set[Quad]:
    with home.require() as release:
        return {
            quad
            for quad in release.store
            if str(quad.graph_name.value).endswith(f"/{year}")
            and quad.graph_name.value.startswith(f"{BASE}graph/extracted/")
        }


def triples(quads: set[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads}


def test_a_years_data_are_all_graphs_read_in_its_reports(few: Home, service: FlaskClient) -> None:
    quads = held(few, "2025")
    assert {quad.graph_name.value for quad in quads} == OF_2025
    for ending, form in (("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)):
        answer = service.get(f"/dataset/2/years/2025.{ending}")
        assert answer.status_code == 200
        assert set(parse(answer.get_data(), format=form)) == quads
    for ending, form in PLACES.items():
        answer = service.get(f"/dataset/2/years/2025.{ending}")
        found = list(parse(answer.get_data(), format=form))
        assert all(isinstance(each.graph_name, DefaultGraph) for each in found)
        assert triples(set(found)) == triples(quads)
        assert len(found) == len(quads)


def test_the_format_goes_by_accept_where_no_ending_tells(service: FlaskClient) -> None:
    for media_type, form in GRAPHS.items():
        answer = service.get("/dataset/2/years/2026", headers={"Accept": media_type})
        assert answer.mimetype == media_type
        assert len(list(parse(answer.get_data(), format=form))) == 1
    assert service.get("/dataset/2/years/2026").mimetype == "text/turtle"
    refused = service.get("/dataset/2/years/2026", headers={"Accept": "image/png"})
    assert problem(refused)["status"] == 406


def test_the_current_release_has_its_years_without_a_number(service: FlaskClient) -> None:
    numbered, current = (service.get(f"/dataset{each}/years/2025.nq") for each in ("/2", ""))
    assert current.get_data() == numbered.get_data()
    assert current.headers["X-Release"] == numbered.headers["X-Release"] == "2"


def test_a_years_tag_is_of_its_graphs_alone(tmp_path: Path) -> None:
    home = read(tmp_path / "home")
    service = client(home.path)
    answers = {each: service.get(f"/dataset/years/{each}.nq") for each in ("2025", "2026")}
    with home.change("more of 2026") as draft:
        more = f"<x:s> <x:p> <x:o> <{BASE}graph/extracted/120000/2026> ."
        draft.add(parse(more, format=RdfFormat.N_QUADS))
    for year, expected in (("2025", 304), ("2026", 200)):
        tag = answers[year].headers["ETag"]
        assert not tag.startswith("W/")
        again = service.get(f"/dataset/years/{year}.nq", headers={"If-None-Match": tag})
        assert again.status_code == expected
        assert again.headers["X-Release"] == "3"
        assert service.get(f"/dataset/2/years/{year}.nq").headers["ETag"] == tag
        assert service.get(f"/dataset/2/years/{year}.ttl").headers["ETag"] != tag
    refused = service.get("/dataset/2/years/2025.nq", headers={"If-Match": '"other"'})
    assert problem(refused)["status"] == 412


def test_head_tells_of_a_year_what_get_does(service: FlaskClient) -> None:
    head, got = (each("/dataset/2/years/2025.ttl") for each in (service.head, service.get))
    assert head.get_data() == b""
    assert head.status_code == got.status_code == 200
    for name in ("Content-Type", "Content-Length", "ETag", "X-Release", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("2/years/1900", "year 1900: release 2 holds nothing read in a report of it; its years"
         " are 2022, 2025 to 2026"),
        ("2/years/202x.ttl", "year 202x: release 2 holds nothing"),
        ("1/years/2025", "year 2025: release 1 holds nothing read in a report of it; it has no"),
        ("9/years/2025", "release 9: is not kept; /api/v1/releases lists those that are"),
        ("2/years/2025.docx", ".docx: there is .ttl, .jsonld, .nt, .rdf, .nq, .trig"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_that_tells_what_is(
    service: FlaskClient, path: str, words: str
) -> None:
    refused = problem(service.get(f"/dataset/{path}"))
    assert refused["status"] == 404
    assert str(refused["detail"]).startswith(words)


def test_a_home_without_a_release_has_no_years(tmp_path: Path) -> None:
    service = create_app(Config(home=tmp_path, isolated=False, cache=False)).test_client()
    unready = problem(service.get("/dataset/years/2025.ttl"))
    assert unready["status"] == 503
    assert problem(service.get("/dataset/1/years/2025.ttl"))["status"] == 404


def test_what_is_predicated_by_no_name_is_refused_as_xml_before_any_of_it(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.change("odd") as draft:
        odd = f"<x:s> <http://example.org/1> <x:o> <{BASE}graph/extracted/110000/2025> ."
        draft.add(parse(odd, format=RdfFormat.N_QUADS))
    service = client(home.path)
    assert problem(service.get("/dataset/2/years/2025.rdf"))["status"] == 406
    assert service.get("/dataset/2/years/2025.nt").status_code == 200


def test_a_large_year_is_spooled_whole(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.change("much") as draft:
        much = "".join(
            f'<x:{n}> <http://example.org/p> "{n:0200}" <{BASE}graph/extracted/{code}/2025> .\n'
            for code in ("110000", "120000")
            for n in range(int(code), int(code) + 5000)
        )
        draft.add(parse(much, format=RdfFormat.N_QUADS))
    with home.require() as release:
        for media_type, form in GRAPHS.items():
            answer = year_data(release, "2025", media_type)
            assert answer.length > SPOOL
            assert not isinstance(answer.body, bytes)
            whole = answer.taken()
            assert len(whole) == answer.length
            assert sum(1 for _ in parse(whole, format=form)) == answer.rows == 10_000


def test_dcat_and_void_lead_to_the_years(few: Home, service: FlaskClient) -> None:
    told = Store()
    for path in ("/dcat.ttl", "/void.ttl"):
        told.load(service.get(path).get_data(), format=RdfFormat.TURTLE)
    for year, graphs in years(few.require().manifest).items():
        member = NamedNode(f"{DATASET.value}#reports-{year}")
        files = objects(told, member, DCAT.distribution)
        named = {each.value for each in files}
        assert named == {f"{DATASET.value}/2#reports-{year}-{each}" for each in ("nq", "ttl")}
        dumps = {each.value for each in objects(told, member, VOID.dataDump)}
        assert {o.value for f in files for o in objects(told, f, DCAT.downloadURL)} == dumps
        size = len(held(few, year))
        assert [each.value for each in objects(told, member, VOID.triples)] == [str(size)]
        assert [each.value for each in objects(told, member, VOID.subset)] == graphs
        for file in files:
            (place,) = objects(told, file, DCAT.accessURL)
            (address,) = objects(told, file, DCAT.downloadURL)
            (media_type,) = objects(told, file, DCAT.mediaType)
            kind = media_type.value.rpartition("media-types/")[2]
            assert service.get(address.value).mimetype == kind
            assert service.get(place.value, headers={"Accept": kind}).mimetype == kind


def objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    quads = store.quads_for_pattern(subject, predicate, None)
    return sorted((quad.object for quad in quads), key=str)  # type: ignore[misc]


def test_a_release_tells_of_its_years_files(service: FlaskClient) -> None:
    told = service.get("/dataset/2.nt").text
    assert "<http://localhost/dataset/2/years/2025.nq>" in told
    page = service.get("/dataset/2?lang=en", headers={"Accept": "text/html"}).text
    assert 'href="/dataset/2/years/2025.ttl"' in page
    assert "/years/" not in service.get("/dataset/1", headers={"Accept": "text/html"}).text


def test_a_year_links_to_its_other_formats(service: FlaskClient) -> None:
    found = service.get("/dataset/2/years/2025.nq").headers.getlist("Link")
    others = [each for each in found if 'rel="alternate"' in each]
    assert len(others) == 5
    for each in others:
        assert service.get(each[1 : each.index(">")]).status_code == 200
    assert f'<{DATASET.value}/2/years/2025>; rel="cite-as"' in found


@pytest.mark.parametrize("path", ["/dataset/1/dump.nq", "/dataset/1/dump.trig.gz"])
def test_a_dump_of_a_release_links_to_nothing_that_is_not_there(
    service: FlaskClient, path: str
) -> None:
    found = service.get(path).headers.getlist("Link")
    assert f'<{DATASET.value}/1>; rel="cite-as"' in found
    assert not [each for each in found if 'rel="alternate"' in each]


def test_the_command_line_dumps_a_year(few: Home) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(lianghui, ["--home", str(few.path), "dump", *arguments])
        return done.exit_code, done.output

    for form, each in (("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)):
        status, text = run("--year", "2025", "--format", form)
        assert status == 0
        assert set(parse(text, format=each)) == held(few, "2025")
    assert run("--year", "2025", "--graph", graph_name("documents").value)[0] == 2
    status, _ = run("--year", "1900")
    assert status != 0
