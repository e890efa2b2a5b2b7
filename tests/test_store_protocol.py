"""The Graph Store HTTP Protocol."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from running import Answer, running
from served import client as served
from served import made, problem

G1 = "/store?graph=http://example.org/g1"
NEW = "/store?graph=http://example.org/new"
TURTLE = "text/turtle"
RDF_XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="x"><rdf:value>y</rdf:value></rdf:Description></rdf:RDF>'
)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return served(tmp_path / "home", anonymous_writes=True)


def send(
    client: FlaskClient, method: str, url: str, body: bytes = b"", **headers: str
) -> TestResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(url, method=method, data=body, content_type=TURTLE, headers=given)


def lines(client: FlaskClient, url: str) -> list[str]:
    response = client.get(url, headers={"Accept": "application/n-triples"})
    assert response.status_code == 200, response.text
    return sorted(response.text.splitlines())


def test_a_graph_is_read_in_every_format(client: FlaskClient) -> None:
    for form in (
        RdfFormat.TURTLE,
        RdfFormat.N_TRIPLES,
        RdfFormat.RDF_XML,
        RdfFormat.JSON_LD,
        RdfFormat.TRIG,
        RdfFormat.N_QUADS,
    ):
        response = client.get(G1, headers={"Accept": form.media_type})
        assert response.mimetype == form.media_type
        assert len(list(parse(response.get_data(), format=form))) == 2
        head = client.head(G1, headers={"Accept": form.media_type})
        assert head.headers["Content-Type"] == response.headers["Content-Type"]
        assert head.headers["Content-Length"] == response.headers["Content-Length"]
    assert client.get(G1, headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/store?graph=x:none").status_code == 404
    assert len(lines(client, "/store?default")) == 14


def test_put_makes_and_replaces_post_adds_delete_takes_out(client: FlaskClient) -> None:
    assert send(client, "PUT", NEW, b"<a> <b> <> .").status_code == 201
    base = "http://example.org/"
    assert lines(client, NEW) == [f"<{base}a> <{base}b> <{base}new> ."]
    assert send(client, "PUT", NEW, b"<a> <b> 'c' .").status_code == 204
    assert send(client, "POST", NEW, b"<a> <b> 'd' .").status_code == 204
    assert lines(client, NEW) == [f"<{base}a> <{base}b> '{c}' .".replace("'", '"') for c in "cd"]
    assert send(client, "DELETE", NEW).status_code == 204
    assert client.get(NEW).status_code == 404
    assert send(client, "DELETE", NEW).status_code == 404
    assert send(client, "POST", NEW, b"<a> <b> 'd' .").status_code == 201


def test_a_part_of_a_graph_does_not_replace_it(client: FlaskClient) -> None:
    assert send(client, "PUT", NEW, b"<a> <b> 'c' .").status_code == 201
    part = send(client, "PUT", NEW, b"<a> <b> 'd' .", Content_Range="bytes 0-9/100")
    assert part.status_code == 400
    assert "Content-Range" in str(problem(part)["detail"])
    assert lines(client, NEW) == ['<http://example.org/a> <http://example.org/b> "c" .']


@pytest.mark.parametrize(
    "name", ["%E4%B8%AD%E6%96%87", "a:b@c", "a%20b", "plain/er", "a//b", "/b", "//b//", "a/./b"]
)
def test_an_address_names_the_graph_as_it_is_asked_for(client: FlaskClient, name: str) -> None:
    place = f"http://localhost/store/{name}"
    put = send(client, "PUT", place, b"<> <b> 'c' .")
    assert (put.status_code, put.headers["Location"]) == (201, place)
    found = lines(client, f"/store?{urlencode({'graph': place})}")
    assert found == lines(client, place)
    assert found[0].startswith(f"<{place}> ")


def test_what_is_encoded_counts_as_it_is_and_a_new_graph_is_told_so(tmp_path: Path) -> None:
    with running(made(tmp_path / "home").path, "--anonymous-writes") as server:

        def ask(method: str, name: str, body: bytes | None = None) -> Answer:
            accepted = {"Content-Type": TURTLE, "Accept": "application/n-triples"}
            return server.ask(method, f"/store/{name}", body, **accepted)

        first = ask("PUT", "a%2Fb", b"<> <x:p> 1 .")
        named = f"http://127.0.0.1:{server.port}/store/a/b"
        assert (first.status, first.headers["location"]) == (201, named)
        assert ask("GET", "a/b").body.startswith(f"<{named}> ".encode())
        again = ask("PUT", "a/b", b"<> <x:p> 2 .")
        assert (again.status, again.headers.get("location")) == (204, None)
        assert ask("PUT", "a%252Fb").headers["location"].endswith("/store/a%252Fb")
        assert ask("PUT", "a%2Bb").headers["location"].endswith("/store/a+b")
        assert ask("PUT", "/a//b").headers["location"].endswith("/store//a//b")


def test_a_graph_is_named_by_where_the_service_is_reached(tmp_path: Path) -> None:
    public = "https://data.example.org/lh"
    client = served(tmp_path / "home", anonymous_writes=True, public_base=f"{public}/")
    location = send(client, "POST", "/store", b"<> <x:p> 1 .").headers["Location"]
    assert location.startswith(f"{public}/store/")
    assert lines(client, location.removeprefix(public))[0].startswith(f"<{location}> ")
    assert send(client, "PUT", "/store/a").headers["Location"] == f"{public}/store/a"


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_name_that_is_not_utf_8_is_refused(client: FlaskClient, method: str) -> None:
    response = send(client, method, "/store/%FF", b"")
    assert response.status_code == 400
    assert "UTF-8" in str(problem(response)["detail"])


def test_an_empty_graph_is_there(client: FlaskClient) -> None:
    assert send(client, "PUT", NEW).status_code == 201
    assert lines(client, NEW) == []
    assert send(client, "PUT", NEW).status_code == 204


def test_a_graph_sent_to_the_store_gets_a_name_where_it_is_found(client: FlaskClient) -> None:
    response = send(client, "POST", "/store", b"<> <b> 'c' .")
    assert response.status_code == 201
    location = response.headers["Location"]
    assert location.startswith("http://localhost/store/")
    assert lines(client, location) == [f'<{location}> <http://localhost/store/b> "c" .']
    assert send(client, "PUT", location, b"<> <b> 'd' .").status_code == 204
    assert send(client, "DELETE", location).status_code == 204
    assert client.get(location).status_code == 404


def test_several_documents_arrive_as_a_form(client: FlaskClient) -> None:
    parts = {
        "one": (BytesIO(b"<a> <b> 1 ."), "one.ttl", "text/turtle"),
        "two": (BytesIO(RDF_XML), "two.rdf", "application/rdf+xml"),
    }
    assert client.post(NEW, data=parts).status_code == 201
    assert len(lines(client, NEW)) == 2
    bad = {
        "one": (BytesIO(b"<a> <b> 2 ."), "a.ttl", TURTLE),
        "two": (BytesIO(b"x"), "b", "image/png"),
    }
    assert client.post(NEW, data=bad).status_code == 415
    assert len(lines(client, NEW)) == 2


@pytest.mark.parametrize(
    ("method", "url", "body", "content_type", "status"),
    [
        ("GET", "/store", b"", None, 400),
        ("GET", f"{G1}&default", b"", None, 400),
        ("GET", "/store?graph=relative", b"", None, 400),
        ("GET", "/store/x?graph=x:y", b"", None, 400),
        ("PUT", "/store/x?y=1", b"", TURTLE, 400),
        ("PUT", "/store", b"", TURTLE, 400),
        ("PUT", NEW, b"<a> <b>", TURTLE, 400),
        ("PUT", NEW, b"<a> <b> <c> .", "application/rdf+xml", 400),
        ("PUT", NEW, b"{}", "image/png", 415),
        ("PUT", NEW, b"<a> <b> <c> .", None, 415),
        ("PUT", NEW, b"<x:g> { <a> <b> <c> . }", "application/trig", 415),
        ("PUT", NEW, b'{"@context": "http://127.0.0.1:9/c"}', "application/ld+json", 403),
        ("PUT", NEW, b'{"@id":"x:g","@graph":[{"@id":"x:a","x:b":1}]}', "application/ld+json", 400),
        ("POST", NEW, b"", "multipart/form-data", 400),
        ("PUT", "/store?default", b"", TURTLE, 400),
        ("DELETE", "/store?default", b"", None, 400),
        ("PATCH", NEW, b"", None, 405),
    ],
)
def test_a_bad_request_changes_nothing(
    client: FlaskClient, method: str, url: str, body: bytes, content_type: str | None, status: int
) -> None:
    response = client.open(url, method=method, data=body, content_type=content_type)
    assert response.status_code == status, response.text
    assert problem(response)
    assert client.get("/readyz").json["release"] == 1
    if status == 405:
        assert {"GET", "HEAD", "PUT", "POST", "DELETE"} <= set(
            response.headers["Allow"].split(", ")
        )


def test_in_stored_mode_the_default_graph_is_written(tmp_path: Path) -> None:
    client = served(tmp_path / "home", anonymous_writes=True, default_graph="stored")
    assert lines(client, "/store?default") == []
    assert send(client, "PUT", "/store?default", b"<x:a> <x:b> 'c' .").status_code == 204
    assert send(client, "POST", "/store?default", b"<x:a> <x:b> 'd' .").status_code == 204
    assert len(lines(client, "/store?default")) == 2
    assert send(client, "DELETE", "/store?default").status_code == 204
    assert lines(client, "/store?default") == []


def test_the_tag_is_strong_and_of_the_content(client: FlaskClient) -> None:
    first = client.get(G1)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for method in ("GET", "HEAD"):
        response = client.open(G1, method=method, headers={"If-None-Match": tag})
        assert (response.status_code, response.get_data()) == (304, b"")
    assert client.get(G1, headers={"Accept": "application/rdf+xml"}).headers["ETag"] != tag
    send(client, "PUT", NEW, b"<x:a> <x:b> 'c' .")
    assert client.get(G1).headers["ETag"] == tag
    send(client, "POST", G1, b"<x:a> <x:b> 'c' .")
    assert client.get(G1, headers={"If-None-Match": tag}).status_code == 200
    send(client, "DELETE", G1)
    send(client, "PUT", G1, first.get_data())
    again = client.get(G1)
    assert (again.headers["ETag"], again.get_data()) == (tag, first.get_data())


def test_a_compressed_graph_has_a_tag_of_its_own(client: FlaskClient) -> None:
    send(client, "PUT", NEW, b"".join(b"<x:a> <x:b> %d ." % number for number in range(500)))
    plain = client.get(NEW).headers["ETag"]
    packed = client.get(NEW, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain
    again = client.get(
        NEW, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_write_can_depend_on_what_was_read(client: FlaskClient) -> None:
    tag = client.get(G1).headers["ETag"]
    assert send(client, "PUT", G1, b"", If_None_Match="*").status_code == 412
    assert send(client, "PUT", NEW, b"", If_Match="*").status_code == 412
    assert send(client, "DELETE", G1, If_Match='"other"').status_code == 412
    assert send(client, "PUT", G1, b"<x:a> <x:b> 1 .", If_Match=tag).status_code == 204
    assert send(client, "PUT", G1, b"<x:a> <x:b> 2 .", If_Match=tag).status_code == 412
    assert send(client, "PUT", NEW, b"", If_None_Match="*").status_code == 201


def test_a_condition_without_a_tag_holds_for_nothing(client: FlaskClient) -> None:
    held = lines(client, G1)
    for none in ("", ",", 'W/"weak"'):
        for graph in (G1, NEW):
            assert send(client, "PUT", graph, b"<x:a> <x:b> 1 .", If_Match=none).status_code == 412
        assert send(client, "DELETE", G1, If_Match=none).status_code == 412
    assert lines(client, G1) == held


def test_what_is_not_there_is_not_judged_by_a_condition(client: FlaskClient) -> None:
    for tag in ("*", '"other"', ""):
        assert send(client, "DELETE", NEW, If_Match=tag).status_code == 404


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "nonsense"])
def test_a_graph_in_another_charset_is_refused_rather_than_misread(
    client: FlaskClient, charset: str
) -> None:
    body = "<x:a> <x:b> 'Ã©' .".encode("latin-1")  # which is é in UTF-8
    typed = f"text/turtle; charset={charset}"
    response = client.put(NEW, data=body, content_type=typed)
    assert response.status_code == 415
    assert charset in str(problem(response)["detail"])
    part = b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: %s\r\n\r\n%s\r\n--x--"
    form = part % (typed.encode(), body)
    sent = client.post(NEW, data=form, content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 415
    for right in ("UTF-8", '"utf-8"', "utf8", "us-ascii"):
        named = f"text/turtle; charset={right}"
        assert client.put(NEW, data=b"<x:a> <x:b> 'c' .", content_type=named).status_code < 300


def test_a_graph_is_read_only_where_it_is_as_asked(client: FlaskClient) -> None:
    tag = client.get(G1).headers["ETag"]
    for held in (tag, f'"other", {tag}', "*"):
        assert client.get(G1, headers={"If-Match": held}).status_code == 200
    changed = client.get(G1, headers={"If-Match": '"other"'})
    assert changed.status_code == 412
    assert problem(changed)


W3C_STEPS = [
    ("put__initial_state", "PUT", NEW, b"<x:a> <x:b> 1 .", TURTLE, 201),
    ("get_of_put__initial_state", "GET", NEW, None, None, 1),
    ("put__graph_already_in_store", "PUT", NEW, b"<x:a> <x:b> 1, 2 .", TURTLE, 204),
    ("get_of_put__graph_already_in_store", "GET", NEW, None, None, 2),
    ("put__default_graph", "PUT", "/store?default", b"<x:d> <x:b> 1 .", TURTLE, 204),
    ("get_of_put__default_graph", "GET", "/store?default", None, None, 1),
    ("put__mismatched_payload", "PUT", NEW, b"<x:a> <x:b> 3 .", "application/rdf+xml", 400),
    ("get after put__mismatched_payload", "GET", NEW, None, None, 2),
    ("delete__existing_graph", "DELETE", NEW, None, None, 204),
    ("get_of_delete__existing_graph", "GET", NEW, None, None, 404),
    ("delete__nonexistent_graph", "DELETE", NEW, None, None, 404),
    ("post__create__new_graph", "POST", NEW, b"<x:a> <x:b> 1 .", TURTLE, 201),
    ("get_of_post__create__new_graph", "GET", NEW, None, None, 1),
    ("post__existing_graph", "POST", NEW, b"<x:a> <x:b> 2 .", TURTLE, 204),
    ("get_of_post__existing_graph", "GET", NEW, None, None, 2),
    ("post__empty_graph_to_existing_graph", "POST", NEW, b"", TURTLE, 204),
    ("get_of_post__after_noop", "GET", NEW, None, None, 2),
    ("head_on_an_existing_graph", "HEAD", NEW, None, None, 200),
    ("head_on_a_nonexisting_graph", "HEAD", "/store?graph=x:none", None, None, 404),
]
"""W3C's tests of the protocol by their names; a GET's number below 100 counts its triples."""


def test_the_graph_store_goes_through_the_steps_of_w3c(tmp_path: Path) -> None:
    client = served(tmp_path / "home", default_graph="stored", anonymous_writes=True)
    for name, method, url, body, media_type, expected in W3C_STEPS:
        response = client.open(url, method=method, data=body, content_type=media_type)
        if expected < 100:
            assert (response.status_code, len(lines(client, url))) == (200, expected), name
        else:
            assert response.status_code == expected, (name, response.text)
        if method == "HEAD" and expected == 200:
            assert response.mimetype == "text/turtle"
            assert response.get_data() == b""
