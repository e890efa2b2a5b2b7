"""Dumps in parts: what a broken download goes on with (RFC 9110, section 14)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from running import running
from served import client as served
from served import made, problem

PATHS = ("/dump.nq.gz", "/dump.nq", "/dataset/1/dump.trig")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("ranges") / "home")


def part(client: FlaskClient, path: str, asked: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"Range": asked} | named)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_a_part_is_what_it_says_of_the_whole(client: FlaskClient, path: str, coding: str) -> None:
    whole = client.get(path, headers={"Accept-Encoding": coding})
    body, size = whole.get_data(), len(whole.get_data())
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.content_length == size > 100
    for asked, first, stop in (
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        (f"bytes={size - 1}-", size - 1, size),
        ("bytes=50-999999999", 50, size),
        ("bytes=-7", size - 7, size),
        ("bytes=-999999999", 0, size),
        ("Bytes=0-", 0, size),
    ):
        found = part(client, path, asked, Accept_Encoding=coding)
        assert (found.status_code, found.get_data()) == (206, body[first:stop])
        assert found.headers["Content-Range"] == f"bytes {first}-{stop - 1}/{size}"
        assert found.content_length == stop - first
        for name in ("ETag", "Content-Type", "Content-Encoding", "X-Release"):
            assert found.headers.get(name) == whole.headers.get(name)


def test_a_range_that_is_not_there_is_refused_with_the_size(client: FlaskClient) -> None:
    size = len(client.get("/dump.nq").get_data())
    for asked in (f"bytes={size}-", "bytes=999999999-999999999", "bytes=-0"):
        refused = part(client, "/dump.nq", asked)
        assert problem(refused)["status"] == 416
        assert refused.headers["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=1-2,5-6", "lines=1-2", "bytes=-", "bytes=9-3", "bytes=a-b", f"bytes=0-{'9' * 5000}"],
)
def test_what_is_no_single_range_of_bytes_gets_all(client: FlaskClient, asked: str) -> None:
    found = part(client, "/dump.nq", asked)
    assert (found.status_code, found.get_data()) == (200, client.get("/dump.nq").get_data())
    assert "Content-Range" not in found.headers


def test_only_a_get_is_answered_in_parts(client: FlaskClient) -> None:
    found = client.head("/dump.nq", headers={"Range": "bytes=1-2"})
    assert (found.status_code, found.headers["Accept-Ranges"]) == (200, "bytes")
    assert found.content_length == len(client.get("/dump.nq").get_data())


def test_a_part_is_of_the_same_dump_or_all_is_sent(client: FlaskClient) -> None:
    tag = client.get("/dump.nq").headers["ETag"]
    assert part(client, "/dump.nq", "bytes=1-2", If_Range=tag).status_code == 206
    packed = client.get("/dump.nq", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    for other in (f"W/{tag}", '"other"', packed, "Sat, 01 Jan 2050 00:00:00 GMT", "*"):
        assert part(client, "/dump.nq", "bytes=1-2", If_Range=other).status_code == 200
        assert part(client, "/dump.nq", "bytes=999999999-", If_Range=other).status_code == 200


def test_conditions_come_before_ranges(client: FlaskClient) -> None:
    tag = client.get("/dump.nq").headers["ETag"]
    assert part(client, "/dump.nq", "bytes=1-2", If_Match=tag).status_code == 206
    assert part(client, "/dump.nq", "bytes=1-2", If_Match='"other"').status_code == 412
    for asked in ("bytes=1-2", "bytes=999999999-"):
        assert part(client, "/dump.nq", asked, If_None_Match=tag).status_code == 304


def test_a_download_goes_on_over_a_real_server(tmp_path: Path) -> None:
    with running(made(tmp_path / "home").path) as server:
        for path in ("/dump.nq.gz", "/dump.nq"):
            whole = server.ask("GET", path)
            for _ in range(2):
                first = server.ask("GET", path, Range="bytes=0-99")
                tag = first.headers["etag"]
                rest = server.ask("GET", path, Range="bytes=100-", If_Range=tag)
                assert (first.status, rest.status) == (206, 206)
                assert first.body + rest.body == whole.body
            assert server.ask("GET", path).status == 200
        assert gzip.decompress(server.ask("GET", "/dump.nq.gz").body) == whole.body
