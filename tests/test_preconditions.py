"""Reading on a condition: If-Match and If-Unmodified-Since of GET and HEAD (RFC 9110, 13)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from running import running
from served import client as served
from served import made, problem

QUERY = "/sparql?" + urlencode({"query": "ASK { ?s ?p ?o }"})
TAGGED = ("/store?graph=http://example.org/g1", "/void.ttl", "/context.jsonld", "/dump.nq.gz")
FORM = {"query": "ASK {}"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("preconditions") / "home")


def status(client: FlaskClient, path: str, method: str = "GET", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.open(path, method=method, headers=named) as response:
        if response.status_code == 412 and method == "GET":
            assert str(problem(response)["type"]).endswith("/condition")
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Request-Id"]
        return response.status_code


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", TAGGED)
def test_what_has_a_strong_tag_is_read_under_it_only(
    client: FlaskClient, path: str, method: str
) -> None:
    tag = client.get(path).headers["ETag"]
    assert tag.startswith('"')
    for met in ("*", tag, f'"other", {tag}'):
        assert status(client, path, method, If_Match=met) == 200
    for failed in ('"other"', f"W/{tag}", ""):
        assert status(client, path, method, If_Match=failed) == 412
    assert status(client, path, method, If_Match=tag, If_None_Match=tag) == 304
    assert status(client, path, method, If_Match='"other"', If_None_Match=tag) == 412


@pytest.mark.parametrize("path", [QUERY, "/api/v1/queries/themes", "/data/province/140000.ttl"])
def test_a_weak_tag_meets_no_condition(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert tag.startswith("W/")
    assert status(client, path, If_Match="*") == 200
    for failed in (tag, tag.removeprefix("W/")):
        assert status(client, path, If_Match=failed) == 412
    assert status(client, path, If_Match=tag, If_None_Match=tag) == 412


def test_each_coding_has_the_tag_that_it_is_read_under(client: FlaskClient) -> None:
    plain = client.get("/void.ttl")
    packed = client.get("/void.ttl", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    tags = {"gzip": packed.headers["ETag"], "identity": plain.headers["ETag"]}
    for coding in tags:
        for of, tag in tags.items():
            found = status(client, "/void.ttl", Accept_Encoding=coding, If_Match=tag)
            assert found == (200 if coding == of else 412)


def test_what_fails_anyway_fails_as_without_a_condition(client: FlaskClient) -> None:
    assert status(client, "/store?graph=x:none", If_Match='"other"') == 404
    assert status(client, "/sparql?query=nonsense", If_Match='"other"') == 400
    assert status(client, "/update", If_Match='"other"') == 405


def test_only_reading_is_judged_by_the_answer(client: FlaskClient) -> None:
    posted = client.post("/sparql", data=FORM, headers={"If-Match": '"other"'})
    assert posted.status_code == 200
    assert status(client, QUERY, "OPTIONS", If_Match='"other"') == 200


def test_a_file_is_read_only_as_old_as_asked(client: FlaskClient) -> None:
    path = "/static/style.css"
    with client.get(path) as first:
        tag, made_at = first.headers["ETag"], first.headers["Last-Modified"]
    long_ago = "Sat, 01 Jan 2000 00:00:00 GMT"
    assert status(client, path, If_Unmodified_Since=made_at) == 200
    assert status(client, path, If_Unmodified_Since=long_ago) == 412
    assert status(client, path, If_Unmodified_Since=long_ago, If_Match=tag) == 200
    assert status(client, path, If_Match="*") == 200
    assert status(client, path, If_Match='"other"') == 412
    assert status(client, QUERY, If_Unmodified_Since=long_ago) == 200  # of which no age is known


def test_no_condition_is_lost_ahead_of_the_application(tmp_path: Path) -> None:
    with running(made(tmp_path / "home").path) as server:
        # The second and third are given by what remembers requests and answers.
        assert [server.ask("GET", QUERY).status for _ in range(3)] == [200] * 3
        for _ in range(3):
            assert server.ask("GET", QUERY, If_Match='"other"').status == 412
            assert server.ask("GET", QUERY, If_Match="*").status == 200
        fresh = QUERY.replace("ASK", "ASK+")
        assert server.ask("GET", fresh, If_Match='"other"').status == 412
