"""Where a service listens: names, and ports that another program has."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from graph.errors import InputError
from live import free_port, serving
from served import made
from server.listening import Listening, listening


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("listening") / "home"
    made(path)
    return path


@pytest.fixture(scope="module")
def taken(home: Path) -> Iterator[int]:
    with serving(home) as address:
        yield int(address.rpartition(":")[2])


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lianghui", "--home", home, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_second_server_on_a_port_is_refused(home: Path, taken: int, host: str) -> None:
    ended = run(home, "serve", "--host", host, "--port", str(taken))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"--port {taken}: another program listens there on {host}; stop it" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_tools_on_a_port_that_a_server_has_are_refused(home: Path, taken: int) -> None:
    ended = run(home, "mcp", "--http", str(taken))
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"lianghui: --http {taken}: another program listens there")
    assert ended.stderr.rstrip().endswith("give another --http")


@pytest.mark.parametrize("host", ["name.invalid", "a..b", "", "127.0.0.1.5"])
def test_a_host_that_is_no_name_of_an_address_is_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"--host .*: no address has that name; give 127\.0\.0\.1"):
        listening(host, free_port())


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(InputError, match=r"--host 192\.0\.2\.1: .*; give an address of this mach"):
        listening("192.0.2.1", free_port())


def test_a_name_is_served_under_its_name(home: Path) -> None:
    with serving(home, host="localhost") as address, urlopen(f"{address}/healthz") as response:
        assert response.status == 200


def test_an_address_of_the_sixth_version_stands_in_brackets_in_what_is_told() -> None:
    assert Listening("::1", "::1", 8000).url == "http://[::1]:8000"
    assert Listening("localhost", "127.0.0.1", 8000).url == "http://localhost:8000"


def test_a_port_is_free_again_once_its_connections_ended() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as server:
        client = socket.create_connection(("127.0.0.1", port))
        accepted, _ = server.accept()
        accepted.close()  # this side ends first, so it is here that the connection lingers
        client.close()
    assert listening("127.0.0.1", port).port == port
