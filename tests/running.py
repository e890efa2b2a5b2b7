"""A real server of ours in processes of its own, on a free port of this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
"""A question that is never answered in time."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Running:
    process: subprocess.Popen[str]
    port: int
    log: Path
    ends: set[int] = field(default_factory=lambda: {0})

    def ask(
        self, method: str, url: str, body: bytes | None = None, timeout: float = 60, **headers: str
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, url, body, named)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def query(self, text: str, **parameters: str) -> Answer:
        return self.ask("GET", "/sparql?" + urlencode({"query": text} | parameters))

    def connect(self, request: bytes) -> socket.socket:
        """A connection on which these bytes were sent and nothing was read."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(request)
        return connection

    def lines(self) -> list[dict[str, Any]]:
        """The request log so far."""
        return [json.loads(each) for each in self.log.read_text().splitlines() if each[:1] == "{"]

    def children(self) -> set[int]:
        """The processes below the server's, at any depth."""
        return below(self.process.pid)

    def memory(self) -> int:
        """Bytes that the server and all below it keep to themselves or share (their Pss)."""
        return sum(_pss(pid) for pid in {self.process.pid, *self.children()})

    def figure(self, name: str) -> float:
        """A number of /metrics."""
        for line in self.ask("GET", "/metrics").body.decode().splitlines():
            if line.startswith(f"{name} "):
                return float(line.rpartition(" ")[2])
        raise AssertionError(name)


@contextmanager
def running(home: Path, *options: str) -> Iterator[Running]:
    """The server on that home, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = home.parent / f"log-{port}"
    command = [Path(sys.executable).parent / "lianghui", "--home", home, "serve"]
    with log.open("w") as err:
        process = subprocess.Popen(
            [*command, "--port", str(port), *options],
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            start_new_session=True,  # as services have: Linux weighs it apart from the tests
        )
    assert process.stdout
    try:
        assert process.stdout.readline() == f"Serving http://127.0.0.1:{port}\n", log.read_text()
        yield Running(process, port, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            process.stdout.close()


def below(pid: int) -> set[int]:
    parents: dict[int, int] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            parents[int(each.parent.name)] = int(fields[1])
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def eventually(true: Any, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next(int(each.split()[1]) * 1024 for each in text.splitlines() if each[:4] == "Pss:")


def busy(pids: set[int]) -> float:
    """The processor seconds that the processes have used."""
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total
