"""The update half of the SPARQL Protocol: through the gate, into releases, or refused."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from graph.counts.tally import COUNTS
from graph.ingest import ingest
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import LH, SH
from served import client as served
from served import made, problem

UPDATE = "application/sparql-update"
NEW = "INSERT DATA { GRAPH <http://example.org/new> { <http://example.org/n> <p> 1 } }"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return served(tmp_path / "home", anonymous_writes=True)


@pytest.fixture
def stored(tmp_path: Path) -> FlaskClient:
    return served(tmp_path / "home", anonymous_writes=True, default_graph="stored")


def send(client: FlaskClient, text: str, url: str = "/update") -> TestResponse:
    return client.post(url, data=text, content_type=UPDATE)


def holds(client: FlaskClient, pattern: str) -> bool:
    response = client.get("/sparql", query_string={"query": f"ASK {{ {pattern} }}"})
    found: bool = response.json["boolean"]
    return found


def test_an_update_becomes_a_release(client: FlaskClient) -> None:
    for number, response in enumerate(
        (
            client.post("/update", data={"update": NEW}),
            send(client, "DROP GRAPH <http://example.org/new>"),
            client.post("/update", data=NEW, content_type=f"{UPDATE}; charset=utf-8"),
        ),
        2,
    ):
        assert response.status_code == 204
        assert response.headers["X-Release"] == str(number)
    assert holds(client, "GRAPH <http://example.org/new> { ?s <http://localhost/p> 1 }")
    catalogue = client.get("/dcat.ttl").text
    assert catalogue.count('"update http://example.org/new"') == 3, "and not what was sent"


def test_what_is_derived_follows_an_update(small: Home, tmp_path: Path) -> None:
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    client = served(small.path, anonymous_writes=True)
    found = names.report("110000", 2093)
    counted = f"GRAPH {COUNTS} {{ ?tally {LH.countedReport} {found} }}"
    assert holds(client, counted)
    graph = names.graph("extracted", "110000", 2093)
    assert send(client, f"DROP GRAPH {graph}").status_code == 204
    assert not holds(client, counted)


def test_what_changes_nothing_makes_no_release(client: FlaskClient) -> None:
    send(client, NEW)
    for text in (NEW, "DELETE DATA { GRAPH <http://example.org/new> { <x:a> <x:b> 1 } }", ""):
        assert send(client, text).headers["X-Release"] == "2"


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <x:a> <x:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "CLEAR DEFAULT"],
)
def test_in_union_mode_the_default_graph_is_not_written(client: FlaskClient, text: str) -> None:
    response = send(client, text)
    assert response.status_code == 400
    assert "GRAPH, WITH or USING" in str(problem(response)["detail"])


def test_in_stored_mode_it_is(stored: FlaskClient) -> None:
    assert send(stored, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204
    assert holds(stored, "<x:a> <x:b> 1")
    assert send(stored, "DELETE WHERE { ?s ?p ?o }").status_code == 204
    assert not holds(stored, "?s ?p ?o")


def test_the_dataset_of_the_protocol(stored: FlaskClient) -> None:
    text = "INSERT { <x:r> ?p ?o } WHERE { ?s ?p ?o }"
    response = send(stored, text, "/update?using-graph-uri=http://example.org/g2")
    assert response.status_code == 204
    assert holds(stored, "<x:r> <http://example.org/q> ?o")
    text = "INSERT { <x:s> ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
    parameters = {"update": text, "using-named-graph-uri": "http://example.org/g1"}
    assert stored.post("/update", data=parameters).status_code == 204
    assert holds(stored, "<x:s> <http://example.org/p> 1")
    assert not holds(stored, "<x:s> <http://example.org/q> ?o")


@pytest.mark.parametrize(
    ("url", "body", "content_type", "status"),
    [
        ("/update", b"", "application/x-www-form-urlencoded", 400),
        ("/update", b"update=CLEAR+ALL&update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
        ("/update", b"query=ASK{}", "application/x-www-form-urlencoded", 400),
        ("/update?update=CLEAR+ALL", b"CLEAR ALL", UPDATE, 400),
        ("/update", b"INSERT DATA {", UPDATE, 400),
        ("/update", b"ASK {}", UPDATE, 400),
        ("/update", b"\xff", UPDATE, 400),
        ("/update", "CLEAR ALL".encode("utf-16"), f"{UPDATE};charset=UTF-16", 415),
        ("/update", b"CLEAR ALL", None, 415),
        ("/update", b"CLEAR ALL", "text/plain", 415),
        ("/update", b"CLEAR ALL", "application/sparql-query", 415),
        (
            "/update?using-graph-uri=x:g",
            b"WITH <x:g> INSERT {} WHERE {}",
            UPDATE,
            400,
        ),
        ("/update?using-graph-uri=no", b"CLEAR ALL", UPDATE, 400),
        ("/update", b"LOAD <http://127.0.0.1:9/>", UPDATE, 403),
        ("/update", b"CLEAR ALL ; load<http://127.0.0.1:9/>INTO GRAPH<x:g>", UPDATE, 403),
        (
            "/update",
            b"INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }",
            UPDATE,
            403,
        ),
        ("/update", b"CREATE GRAPH <http://example.org/g1>", UPDATE, 400),
        ("/update", b" " * 10_000_001, UPDATE, 413),
    ],
)
def test_a_bad_request_changes_nothing(
    client: FlaskClient, url: str, body: bytes, content_type: str | None, status: int
) -> None:
    response = client.post(url, data=body, content_type=content_type)
    assert response.status_code == status, response.text
    assert problem(response)
    assert client.get("/readyz").json["release"] == 1


def test_an_update_by_get_is_refused(client: FlaskClient) -> None:
    assert client.get("/update?update=CLEAR+ALL").status_code == 405
    assert client.get("/sparql?update=CLEAR+ALL").status_code == 400
    assert client.get("/readyz").json["release"] == 1


def test_a_silent_load_does_nothing(client: FlaskClient) -> None:
    text = "LOAD SILENT <http://127.0.0.1:9/load> INTO GRAPH <http://example.org/g1>"
    assert send(client, text).status_code == 204
    assert client.get("/readyz").json["release"] == 1


def test_the_words_service_and_load_are_allowed_in_data(client: FlaskClient) -> None:
    text = NEW.replace("1 }", "'SERVICE <x:y> { LOAD <z> }' } # load service\n")
    assert send(client, text).status_code == 204


def test_what_the_rules_refuse_is_409_with_the_results(client: FlaskClient) -> None:
    text = (
        "INSERT DATA { GRAPH <https://w3id.org/lianghui/graph/reference> "
        f"{{ <https://w3id.org/lianghui/id/province/999999> a {LH.Province} }} }}"
    )
    response = send(client, text)
    assert response.status_code == 409
    results = problem(response)["results"]
    assert isinstance(results, list)
    assert {"focusNode", "sourceShape", "messages"} <= results[0].keys()
    assert {"en", "zh"} <= results[0]["messages"].keys()
    assert 'rel="http://www.w3.org/ns/ldp#constrainedBy"' in response.headers["Link"]
    report = client.post(
        "/update", data=text, content_type=UPDATE, headers={"Accept": "text/turtle"}
    )
    assert (report.status_code, report.mimetype) == (409, "text/turtle")
    types = {quad.object for quad in parse(report.get_data(), format=RdfFormat.TURTLE)}
    assert SH.ValidationReport in types
    assert client.get("/readyz").json["release"] == 1


TIGHT = "{{ GRAPH <http://example.org/g1> {{ ?s ?p ?o FILTER((?o<{})&&{}>1) }} }} ; "


@pytest.mark.parametrize("limits", [(2, 2), (9, 2)])
def test_what_stands_behind_a_tight_comparison_is_judged_too(
    client: FlaskClient, limits: tuple[int, int]
) -> None:
    first = "INSERT { GRAPH <http://example.org/u> { ?s ?p 2 } } WHERE " + TIGHT.format(*limits)
    wrong = (
        "INSERT DATA { GRAPH <http://example.org/g1> "
        f"{{ <https://w3id.org/lianghui/id/statement/x> a {LH.PolicyStatement} }} }}"
    )
    unnamed = "INSERT DATA { <x:a> <x:b> 1 }"
    assert [send(client, first + each).status_code for each in (wrong, unnamed)] == [409, 400]
    assert send(client, f"{first} CLEAR GRAPH <http://example.org/g1>").status_code == 204


def _writers(home: Path, called: str) -> dict[str, FlaskClient]:
    """Services of one home, made one by one: CPython's parser, which routes need, minds threads."""
    made(home)
    return {name: served(home, anonymous_writes=True) for name in called}


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    clients = _writers(tmp_path / "home", "uv")

    def write(name: str) -> None:
        for number in range(3):
            text = f"INSERT DATA {{ GRAPH <x:{name}> {{ <x:a> <x:b> {number} }} }}"
            assert send(clients[name], text).status_code == 204

    threads = [Thread(target=write, args=(name,)) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    release = Home(tmp_path / "home").current()
    assert release is not None
    graphs = release.manifest.graphs
    assert (graphs["x:u"].triples, graphs["x:v"].triples, release.number) == (3, 3, 7)
    release.close()


def test_an_update_can_depend_on_the_release(client: FlaskClient) -> None:
    def changing(text: str, **headers: str) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.post("/update", data=text, content_type=UPDATE, headers=given)

    first = changing(NEW, If_Match='"1"')
    assert (first.status_code, first.headers["ETag"]) == (204, '"2"')
    for headers in (
        {"If_Match": '"1"'},
        {"If_Match": 'W/"2"'},
        {"If_Match": ""},
        {"If_None_Match": '"2"'},
        {"If_None_Match": "*"},
    ):
        response = changing("CLEAR ALL", **headers)
        assert response.status_code == 412
        assert problem(response)
    assert client.get("/readyz").json["release"] == 2
    drop = "DROP GRAPH <http://example.org/new>"
    assert changing(drop, If_Match='"1", "2"').headers["ETag"] == '"3"'
    assert changing(NEW, If_Match="*").status_code == 204


def test_of_two_that_depend_on_one_release_one_is_made(tmp_path: Path) -> None:
    clients = _writers(tmp_path / "home", "uvw")
    statuses = []

    def write(name: str) -> None:
        text = f"INSERT DATA {{ GRAPH <x:{name}> {{ <x:a> <x:b> 1 }} }}"
        headers = {"If-Match": '"1"'}
        response = clients[name].post("/update", data=text, content_type=UPDATE, headers=headers)
        statuses.append(response.status_code)

    threads = [Thread(target=write, args=(name,)) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204, 412, 412]
