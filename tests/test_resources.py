"""Linked data: things, documents about them, vocabularies and graphs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from ontology.names import PROV
from served import PROVINCE, made, problem
from served import client as served


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("resources") / "home")


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (None, "/data/province/140000.ttl"),
        ("text/turtle", "/data/province/140000.ttl"),
        ("application/ld+json", "/data/province/140000.jsonld"),
        ("application/n-triples", "/data/province/140000.nt"),
        ("application/rdf+xml", "/data/province/140000.rdf"),
        ("application/trig", "/data/province/140000"),
        ("application/n-quads", "/data/province/140000"),
        ("text/html,*/*;q=0.8", "/page/province/140000"),
    ],
)
def test_a_thing_redirects_to_a_document_about_it(
    client: FlaskClient, accept: str | None, location: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/id/province/140000", headers=headers)
    assert (response.status_code, response.headers["Location"]) == (303, location)
    document = client.get(location, headers=headers)
    assert document.status_code == 200
    if accept:
        assert document.mimetype == accept.partition(",")[0]


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("jsonld", RdfFormat.JSON_LD),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
def test_the_document_says_the_same_in_every_format(
    client: FlaskClient, ending: str, form: RdfFormat
) -> None:
    response = client.get(f"/data/province/140000.{ending}")
    quads = list(parse(response.get_data(), format=form))
    assert len(quads) == 4
    assert {quad.subject.value for quad in quads} == {PROVINCE}
    assert f'<{PROVINCE}>; rel="describes"' in response.headers.getlist("Link")
    tag = response.headers["ETag"]
    again = client.get(f"/data/province/140000.{ending}", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_page_is_in_the_readers_language(client: FlaskClient) -> None:
    for given in (
        {"query_string": {"lang": "zh"}},
        {"headers": {"Accept-Language": "zh-CN,en;q=0.5"}},
    ):
        response = client.get("/page/province/140000", **given)
        assert response.headers["Content-Language"] == "zh"
        assert "<h1>山西</h1>" in response.text
        assert {"Accept-Language", "Cookie", "Accept"} <= set(response.vary)
        client.delete_cookie("lang")
    response = client.get("/page/province/140000")
    assert "<h1>Shanxi</h1>" in response.text
    assert 'href="/page/report/140000/2020"' in response.text


def test_links_lead_to_where_the_service_is_reached(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("public") / "home"
    client = served(path, public_base="https://data.example.org/lh/")
    page = client.get("/page/province/140000").text
    assert 'href="https://data.example.org/lh/page/report/140000/2020"' in page
    response = client.get("/id/province/140000")
    assert response.headers["Location"] == "https://data.example.org/lh/data/province/140000.ttl"
    served_at = {
        "/sparql": ("https://data.example.org/lh/sparql", "https://data.example.org/lh/update"),
        "/reconcile": ("https://data.example.org/lh/reconcile/preview?id={{id}}",),
        "/page/province/140000": ('"mainEntityOfPage": "https://data.example.org/lh/page/',),
    }
    for url, addresses in served_at.items():
        text = client.get(url, headers={"Accept": "*/*"}).text
        assert all(each in text for each in addresses), url
        assert "http://localhost" not in text, url


@pytest.mark.parametrize(
    "url",
    [
        "/id/province/999999",
        "/page/province/999999",
        "/data/province/999999.ttl",
        "/id/x/%3Cscript%3E",
        "/id/a%20b/c",
        "/graph/none",
        "/shapes",
        "/ontology.docx",
        "/problem/none",
        "/nowhere",
    ],
)
def test_what_is_not_here_is_404(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert problem(response)["instance"] == url


def test_what_was_withdrawn_is_410(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("gone") / "home"
    with made(path).change("withdrawn") as draft:
        draft.update(
            f"""INSERT DATA {{ GRAPH <https://w3id.org/lianghui/graph/provenance> {{
            <https://w3id.org/lianghui/id/report/150000/2020> {PROV.invalidatedAtTime} 1 }} }}"""
        )
    client = served(path)
    for url in ("/id/report/150000/2020", "/id/report/150000/2020?x=1"):
        assert client.get(url).status_code == 410


def test_vocabularies_and_graphs_answer_at_their_own_address(client: FlaskClient) -> None:
    for url in ("/ontology", "/ontology.ttl", "/graph/ontology", "/graph/ontology.ttl"):
        response = client.get(url)
        assert (response.status_code, response.mimetype) == (200, "text/turtle")
        told = {quad.triple for quad in parse(response.get_data(), format=RdfFormat.TURTLE)}
        # A graph's document tells what the graph is beside what it holds.
        itself = {each for each in told if str(each.subject).endswith("/graph/ontology>")}
        assert len(told - itself) == 4
        assert bool(itself) == url.startswith("/graph")
    page = client.get("/ontology", headers={"Accept": "text/html"})
    assert 'id="Province"' in page.text
    for url in ("/graph", "/graph/reference", "/", "/problem/query-syntax"):
        response = client.get(url, headers={"Accept": "text/html"})
        assert (response.status_code, response.mimetype) == (200, "text/html")
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
