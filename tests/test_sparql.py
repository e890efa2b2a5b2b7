"""The query half of the SPARQL Protocol over HTTP."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.sparql.serialise import ROWS
from ontology.names import RDF, SD, VOID, XSD
from served import client as served
from served import problem

ASK = "ASK { <http://example.org/a> ?p ?o }"
ROWS_QUERY = "SELECT ?o { <http://example.org/a> ?p ?o } ORDER BY ?o"
G1 = "http://example.org/g1"
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("sparql") / "home")


def test_a_query_is_answered_by_every_method(client: FlaskClient) -> None:
    for response in (
        client.get("/sparql", query_string={"query": ASK}),
        client.get("/sparql/", query_string={"query": ASK}),
        client.post("/sparql", data={"query": ASK}),
        client.post("/sparql", data=ASK, content_type=QUERY),
        client.post("/sparql", data=ASK, content_type=f"{QUERY}; charset=UTF-8"),
        client.post(f"/sparql?default-graph-uri={G1}", data={"query": ASK}),
    ):
        assert response.status_code == 200
        assert response.json == {"head": {}, "boolean": True}
        assert response.headers["X-Release"] == "1"
        assert response.headers["X-Request-Id"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert {"Accept", "Accept-Encoding"} <= set(response.vary)


def test_head_says_what_get_would(client: FlaskClient) -> None:
    get = client.get("/sparql", query_string={"query": ASK})
    head = client.head("/sparql", query_string={"query": ASK})
    assert head.status_code == 200
    assert head.get_data() == b""
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == get.headers[name]


def test_options_lets_other_sites_ask(client: FlaskClient) -> None:
    response = client.options("/sparql", headers={"Origin": "http://example.org"})
    assert response.status_code == 200
    assert {"GET", "HEAD", "OPTIONS", "POST"} <= set(response.headers["Allow"].split(", "))
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("media_type", ROWS)
def test_rows_come_in_the_format_asked_for(client: FlaskClient, media_type: str) -> None:
    response = client.get(
        "/sparql", query_string={"query": ROWS_QUERY}, headers={"Accept": media_type}
    )
    assert response.mimetype == media_type
    assert b"<script>" not in response.get_data() or not media_type.endswith("xml")


def test_the_parameters_decide_the_format(client: FlaskClient) -> None:
    for name in ("format", "output", "results"):
        response = client.get(
            "/sparql",
            query_string={"query": ROWS_QUERY, name: "csv"},
            headers={"Accept": "application/json"},
        )
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    both = f"/sparql?query={quote(ASK)}&format=json&output=json&results=json&output=json"
    assert client.get(both).is_json or client.get(both).mimetype.endswith("json")


def test_what_cannot_be_had_is_406_with_what_can(client: FlaskClient) -> None:
    for headers, more in (({"Accept": "image/png"}, {}), ({}, {"format": "csv"})):
        response = client.get("/sparql", query_string={"query": ASK, **more}, headers=headers)
        assert response.status_code == 406
        assert "application/sparql-results+json" in problem(response)["available"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 3),
        ({"default-graph-uri": [G1]}, 2),
        ({"default-graph-uri": [G1, "http://example.org/g2"]}, 3),
        ({"named-graph-uri": [G1]}, 0),
        ({"$p": ["<http://example.org/q>"]}, 1),
        ({"$o": ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']}, 1),
        ({"unknown": ["x"]}, 3),
        ({"timeout": ["5"]}, 3),
    ],
)
def test_the_parameters_of_the_protocol(
    client: FlaskClient, parameters: dict[str, list[str]], count: int
) -> None:
    asked = {"query": ROWS_QUERY, **parameters}
    assert len(client.get("/sparql", query_string=asked).json["results"]["bindings"]) == count
    assert len(client.post("/sparql", data=asked).json["results"]["bindings"]) == count
    direct = client.post("/sparql", query_string=parameters, data=ROWS_QUERY, content_type=QUERY)
    assert len(direct.json["results"]["bindings"]) == count


def test_the_default_graph_is_the_union_unless_stored(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for mode, found in (("union", True), ("stored", False)):
        response = served(home, default_graph=mode).get("/sparql", query_string={"query": ASK})
        assert response.json["boolean"] is found


@pytest.mark.parametrize(
    "more", [{"format": "html"}, {"$c": f'"1"^^{XSD.integer}'}, {"$a": f'"1"^^{XSD.integer}'}]
)
def test_a_tight_comparison_takes_a_limit_and_bindings(
    client: FlaskClient, more: dict[str, str]
) -> None:
    query = "SELECT * { VALUES (?a ?b) {(1 2)} FILTER((?a<2)&&?b>1) } LIMIT 5"
    response = client.get("/sparql", query_string={"query": query, **more})
    assert response.status_code == 200, response.text


def test_percent_encoding_is_decoded_once(client: FlaskClient) -> None:
    query = 'SELECT ("%41+é中" AS ?x) {}'
    for response in (
        client.get(f"/sparql?query={quote(query)}"),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", data=query.encode(), content_type=QUERY),
    ):
        assert response.json["results"]["bindings"][0]["x"]["value"] == "%41+é中"


def test_relative_iris_are_resolved_against_the_service(client: FlaskClient) -> None:
    query = "SELECT (<x> AS ?x) {}"
    response = client.get("/sparql", query_string={"query": query})
    assert response.json["results"]["bindings"][0]["x"]["value"] == "http://localhost/x"
    response = client.get("/sparql", query_string={"query": f"BASE <http://b.example/> {query}"})
    assert response.json["results"]["bindings"][0]["x"]["value"] == "http://b.example/x"


UTF16 = "ASK {}".encode("utf-16")


@pytest.mark.parametrize(
    ("method", "url", "body", "content_type", "status"),
    [
        ("GET", "/sparql?update=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", None, None, 400),
        ("GET", "/sparql?query=ASK{", None, None, 400),
        ("GET", "/sparql?query=", None, None, 400),
        ("GET", "/sparql?query=%FF", None, None, 400),
        ("GET", "/sparql?query=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=ASK{}&timeout=soon", None, None, 400),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=relative", None, None, 400),
        ("GET", "/sparql?query=ASK{?s?p?o}&$s=1", None, None, 400),
        ("POST", "/sparql", b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql?query=ASK{}", b"query=ASK{}", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql?query=ASK{}", b"ASK{}", QUERY, 400),
        ("POST", "/sparql", b"q=ASK{}", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", b"query=%FF", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", "ASK {'é'}".encode("latin-1"), QUERY, 400),
        ("POST", "/sparql", UTF16, f"{QUERY}; charset=UTF-16", 415),
        ("POST", "/sparql", UTF16, QUERY, 400),
        ("POST", "/sparql", b"ASK {}", None, 415),
        ("POST", "/sparql", b"ASK {}", "text/plain", 415),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 415),
        ("POST", "/sparql", b" " * 2_000_001, QUERY, 413),
        ("PUT", "/sparql?query=ASK{}", None, None, 405),
        ("DELETE", "/sparql", None, None, 405),
        ("GET", "/sparql?query=ASK{SERVICE<http://x.example/>{}}", None, None, 403),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=http://x.example/", None, None, 403),
    ],
)
def test_a_bad_request_is_a_problem_and_never_an_answer(
    client: FlaskClient,
    method: str,
    url: str,
    body: bytes | None,
    content_type: str | None,
    status: int,
) -> None:
    response = client.open(url, method=method, data=body, content_type=content_type)
    assert response.status_code == status, response.get_data()
    document = problem(response)
    assert document["status"] == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Request-Id"] == document["request"]


def test_a_compressed_body_is_said_not_to_be_read(client: FlaskClient) -> None:
    response = client.post(
        "/sparql",
        data=gzip.compress(b"ASK {}"),
        content_type=QUERY,
        headers={"Content-Encoding": "gzip"},
    )
    assert response.status_code == 415


def test_a_syntax_error_has_line_and_column(client: FlaskClient) -> None:
    response = client.post("/sparql", data="ASK {\n ?s no:p ?o }", content_type=QUERY)
    document = problem(response)
    assert (document["line"], document["column"]) == (2, 5)
    assert "PREFIX no:" in str(document["hint"])


def test_a_tag_saves_the_answer(client: FlaskClient) -> None:
    asked = {"query_string": {"query": ROWS_QUERY}}
    first = client.get("/sparql", **asked)
    tag = first.headers["ETag"]
    assert tag.startswith("W/")
    for method in ("GET", "HEAD"):
        for held in (tag, f'"x", {tag}', "*"):
            again = client.open("/sparql", method=method, headers={"If-None-Match": held}, **asked)
            assert (again.status_code, again.get_data()) == (304, b"")
            assert again.headers["ETag"] == tag
    other = client.get("/sparql", headers={"If-None-Match": tag, "Accept": "text/csv"}, **asked)
    assert other.status_code == 200
    assert other.headers["ETag"] != tag
    post = client.post("/sparql", data={"query": ROWS_QUERY}, headers={"If-None-Match": tag})
    assert post.status_code == 200
    assert "ETag" not in post.headers


def test_what_changes_by_itself_has_no_tag(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "SELECT (RAND() AS ?x) {}"})
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_long_answer_is_compressed_where_that_is_understood(client: FlaskClient) -> None:
    query = "SELECT * { VALUES ?x { 1 2 3 4 5 6 7 8 } VALUES ?y { 1 2 3 4 5 6 7 8 } }"
    plain = client.get("/sparql", query_string={"query": query})
    packed = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept-Encoding": "gzip"}
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert packed.content_length == len(packed.get_data()) < len(plain.get_data())
    refused = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept-Encoding": "gzip;q=0"}
    )
    assert "Content-Encoding" not in refused.headers


def test_without_a_query_the_service_describes_itself(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    triples = {quad.triple for quad in parse(response.get_data(), format=RdfFormat.TURTLE)}
    objects = {(triple.predicate, triple.object) for triple in triples}
    assert (SD.endpoint, NamedNode("http://localhost/sparql")) in objects
    assert (SD.supportedLanguage, SD.SPARQL11Query) in objects
    assert (SD.feature, SD.UnionDefaultGraph) in objects
    assert (SD.feature, SD.BasicFederatedQuery) not in objects
    assert (SD.name, NamedNode(G1)) in objects
    assert (RDF.type, SD.Dataset) in objects
    sizes = sorted(int(t.object.value) for t in triples if t.predicate == VOID.triples)
    assert sizes == sorted([2, 1, 4, 3, 4, 14])


def test_a_service_that_asks_others_says_so(tmp_path: Path) -> None:
    client = served(tmp_path / "home", allow_remote=("http://127.0.0.1:9/",))
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert f"{SD.feature} {SD.BasicFederatedQuery} ." in response.text


def test_without_a_query_a_browser_gets_the_editor(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html"})
    assert response.mimetype == "text/html"
    assert b"<textarea" in response.get_data()
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("query", [ROWS_QUERY, ASK, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_the_editor_shows_answers_and_escapes_them(client: FlaskClient, query: str) -> None:
    response = client.get("/sparql", query_string={"query": query, "format": "html"})
    assert response.status_code == 200
    assert b"<script>" not in response.get_data()
