"""Other services on this machine: a real SPARQL engine, and one that does whatever it likes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from live import free_port

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@contextmanager
def oxigraph(data: bytes) -> Iterator[str]:
    """The query address of an Oxigraph server that holds this Turtle in its default graph."""
    port = free_port()
    process = subprocess.Popen(
        [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _load(port, data)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()


def _load(port: int, data: bytes) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        line = HTTPConnection("127.0.0.1", port, timeout=10)
        with closing(line), suppress(OSError, HTTPException):
            line.request("POST", "/store?default", data, {"Content-Type": "text/turtle"})
            assert line.getresponse().status in {201, 204}
            return
        time.sleep(0.05)
    raise AssertionError("oxigraph does not answer")


@dataclass
class Elsewhere:
    """What a service was asked, and where it is; ``does`` is what it does with a request."""

    port: int
    does: Callable[[BaseHTTPRequestHandler], None]
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


@contextmanager
def elsewhere(does: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Elsewhere]:
    """A service that does this with every request, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.asked = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            found.asked.append(self.asked)
            with suppress(OSError):
                found.does(self)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Elsewhere(server.server_address[1], does)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(
    body: bytes, media_type: str = "application/sparql-results+json", status: int = 200, **more: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """What answers with that body."""

    def does(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": media_type, **more}.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return does


def leads_to(address: str, status: int = 307) -> Callable[[BaseHTTPRequestHandler], None]:
    """What redirects to that address."""
    return says(b"", status=status, Location=address)


def drips(request: BaseHTTPRequestHandler) -> None:
    """Sends one byte after the other, for ever."""
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.end_headers()
    while True:
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def floods(request: BaseHTTPRequestHandler) -> None:
    """Sends blanks as fast as they are taken."""
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.end_headers()
    for _ in range(1_000):
        request.wfile.write(b" " * (1 << 16))
