"""An engine as a process that answers SPARQL queries on a port of this machine."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

RESULTS = "application/sparql-results+json, application/n-triples;q=0.9"
FORM = "application/x-www-form-urlencoded"
SHORT = 6_000
"""Characters of a request up to which it is a GET, as most clients have it."""
START_SECONDS = 600
LOOK_SECONDS = 30.0
_FIRST = "ASK { ?s ?p ?o }"


class AnswerError(Exception):
    """An engine's refusal, or no answer in time; the message is the engine's."""


class Engine(ABC):
    """A kind of engine: how it takes data into a folder, and how it serves that folder."""

    name: str
    path = "/query"
    seconds = 30
    """Seconds that a query may take; then it is given up, by the engine too."""

    @abstractmethod
    def version(self) -> str:
        """Its version."""

    @abstractmethod
    def load(self, data: Path, folder: Path) -> None:
        """Takes a file of N-Quads into an empty folder."""

    def gives_up(self, folder: Path) -> bool:
        """Whether it does no more for a query after that time; else it is started anew."""
        del folder
        return True

    @abstractmethod
    def command(self, folder: Path, port: int) -> list[str]:
        """What serves the folder on that port."""


@dataclass
class Serving:
    """An engine that runs. ``start`` is the seconds to its first answer."""

    engine: Engine
    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    start: float = 0.0
    connection: HTTPConnection | None = None

    def ask(self, query: str, seconds: float, coding: str | None = None) -> tuple[float, bytes]:
        """Seconds to the whole answer, and the answer as it came. Raises AnswerError.

        ``coding`` is what is sent as Accept-Encoding, where anything is.
        """
        form = urlencode({"query": query})
        headers = {"Accept": RESULTS, "Cache-Control": "no-cache"}
        if coding:
            headers["Accept-Encoding"] = coding
        connection = self._connected(seconds)
        began = time.perf_counter()
        try:
            if len(form) <= SHORT:
                connection.request("GET", f"{self.engine.path}?{form}", headers=headers)
            else:
                connection.request("POST", self.engine.path, form, headers | {"Content-Type": FORM})
            response = connection.getresponse()
            answer = response.read()
        except (OSError, HTTPException) as error:
            self.close()
            if not self.engine.gives_up(self.folder):
                self._start_anew()
            raise AnswerError(f"no answer in {seconds:g} s ({error})") from error
        took = time.perf_counter() - began
        if response.will_close:
            self.close()
        if response.status != 200:
            raise AnswerError(answer[:300].decode("utf-8", "replace"))
        return took, answer

    def _start_anew(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = _started(self.engine, self.folder, self.port)
        _until_answered(self, _FIRST)

    def told(self, path: str) -> str:
        """What a page of it says."""
        connection = self._connected(LOOK_SECONDS)
        connection.request("GET", path)
        return connection.getresponse().read().decode()

    def _connected(self, seconds: float) -> HTTPConnection:
        """A connection that the server has not closed: it may, after a time without requests."""
        held = self.connection
        if held and held.sock and select.select([held.sock], [], [], 0)[0]:
            self.close()
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
            self.connection.connect()
        self.connection.sock.settimeout(seconds)
        return self.connection

    def processor(self) -> float:
        """Seconds of processor time that it and all below it that still live have used."""
        return sum(map(_processor, below(self.process.pid)))

    def close(self) -> None:
        """Lets the connection go; the next question opens another."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def address(self, query: str) -> str:
        """The address that answers a query."""
        return f"http://127.0.0.1:{self.port}{self.engine.path}?" + urlencode({"query": query})

    def memory(self) -> int:
        """Bytes that it and all below it keep to themselves or share."""
        return sum(_pss(pid) for pid in below(self.process.pid))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(engine: Engine, folder: Path, first: str = _FIRST) -> Iterator[Serving]:
    """The engine on a folder that it loaded, from its first answer to the end of the block.

    Raises AnswerError where it does not start.
    """
    port = free_port()
    began = time.perf_counter()
    served = Serving(engine, _started(engine, folder, port), port, folder)
    try:
        _until_answered(served, first)
        served.start = time.perf_counter() - began
        yield served
    finally:
        served.close()
        _stop(served.process)


def _started(engine: Engine, folder: Path, port: int) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            engine.command(folder, port), stdout=log, stderr=log, start_new_session=True, cwd=folder
        )


def _until_answered(served: Serving, first: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and served.process.poll() is None:
        try:
            served.ask(first, 60)
            return
        except (AnswerError, OSError):
            served.close()
            time.sleep(0.01)
    raise AnswerError(f"{served.engine.name} does not start")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def below(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from below(int(child))


def _processor(pid: int) -> float:
    try:
        return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid makes it
    except OSError:
        return 0.0


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(
        (int(each.split()[1]) * 1024 for each in text.splitlines() if each[:4] == "Pss:"), 0
    )
