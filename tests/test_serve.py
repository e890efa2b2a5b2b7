"""A real Granian on a port of its own, asked over sockets."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from served import made

START = """
import sys
from pathlib import Path
from server.config import Config
from server.serve import serve
serve(Config(home=Path(sys.argv[1]), port=int(sys.argv[2]), workers=int(sys.argv[3])))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module", params=[1, 2])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    home = tmp_path_factory.mktemp("serve") / "home"
    made(home)
    number = free_port()
    command = [sys.executable, "-c", START, str(home), str(number), str(request.param)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    assert process.stdout
    assert process.stdout.readline() == f"Serving http://127.0.0.1:{number}\n"
    yield number
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    process.stdout.close()


def ask(
    port: int, method: str, url: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            method, url, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()
    finally:
        connection.close()


def test_it_answers_queries_and_says_how_long_they_are(port: int) -> None:
    query = 'SELECT ("中" AS ?x) {}'
    for status, headers, body in (
        ask(port, "GET", f"/sparql?query={quote(query)}"),
        ask(
            port,
            "POST",
            "/sparql",
            urlencode({"query": query}).encode(),
            Content_Type="application/x-www-form-urlencoded",
        ),
        ask(port, "POST", "/sparql", query.encode(), Content_Type="application/sparql-query"),
    ):
        assert status == 200
        assert json.loads(body)["results"]["bindings"][0]["x"]["value"] == "中"
        assert int(headers["content-length"]) == len(body)
        assert headers["x-release"] == "1"


def test_a_large_answer_arrives_whole(port: int) -> None:
    values = "VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 }"
    query = f"SELECT * {{ {' '.join(values % name for name in 'abcd')} }}"
    status, headers, body = ask(port, "GET", f"/sparql?query={quote(query)}", Accept="text/csv")
    assert status == 200
    assert int(headers["content-length"]) == len(body)
    assert body.count(b"\r\n") == 10_001
    status, headers, body = ask(port, "GET", f"/sparql?query={quote(query)}")
    assert len(json.loads(body)["results"]["bindings"]) == 10_000
    assert int(headers["content-length"]) == len(body) > 1 << 20


def test_head_options_and_errors_pass_through(port: int) -> None:
    status, headers, body = ask(port, "HEAD", "/sparql?query=ASK{}")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(b'{"head":{},"boolean":true}'))
    status, headers, _ = ask(port, "OPTIONS", "/sparql")
    assert status == 200
    assert "POST" in headers["allow"]
    status, headers, body = ask(port, "GET", "/sparql?query=ASK{")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["line"] == 1
    tag = ask(port, "GET", "/sparql?query=ASK{}")[1]["etag"]
    status, _, body = ask(port, "GET", "/sparql?query=ASK{}", If_None_Match=tag)
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
def test_a_request_names_one_host(port: int, hosts: str) -> None:
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(f"GET /healthz HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"RFC 9112" in answer


def test_pages_and_files_are_served(port: int) -> None:
    status, headers, _ = ask(port, "GET", "/id/province/140000", Accept="text/html")
    assert (status, headers["location"]) == (303, "/page/province/140000")
    status, _, body = ask(port, "GET", headers["location"])
    assert (status, b"Shanxi" in body) == (200, True)
    status, headers, body = ask(port, "GET", "/static/style.css")
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    status, _, _ = ask(port, "GET", "/page/province/%E4%B8%AD")
    assert status == 404
