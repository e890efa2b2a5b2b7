"""One request to another service, to an address that was looked at before it is connected to."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urljoin, urlsplit

from graph.errors import RemoteFailedError, RemoteRefusedError, RemoteTimeoutError
from graph.remote.allowed import listed, origin, reachable
from graph.version import TOOL

REDIRECTS = 5
_CHUNK = 1 << 16
_AGAIN = {307, 308}
_RESOLVERS = ThreadPoolExecutor(4, "resolver")  # looking up a name knows no time limit


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of an address: a body makes it a POST; at most ``size`` bytes are taken."""

    address: str
    accept: str
    body: bytes | None = None
    media_type: str = ""
    size: int = 8 << 20


def fetch(call: Call, entries: Sequence[str], seconds: float) -> tuple[str, bytes]:
    """The media type and the body of the answer.

    Every redirect is held to the allow-list ``entries`` as the address was, and every address
    that a name resolves to. Raises RemoteRefusedError, RemoteFailedError, RemoteTimeoutError.
    """
    deadline = time.monotonic() + seconds
    address, body = call.address, call.body
    for _ in range(REDIRECTS + 1):
        with _Line(address, entries, deadline) as line:
            response = line.send(call, body)
            if response.status in _AGAIN | {301, 302, 303}:
                body = body if response.status in _AGAIN else None
                address = urljoin(address, response.headers.get("Location") or "")
                continue
            return _taken(line, response, call)
    raise RemoteFailedError(f"{call.address}: redirects without end")


class _Line:
    """A connection to a checked address, cut when its time is up."""

    def __init__(self, address: str, entries: Sequence[str], deadline: float) -> None:
        self.address, self._deadline = address, deadline
        found = origin(address)
        if found is None or not listed(address, entries):
            raise RemoteRefusedError(f"{address}: not among the addresses that may be fetched")
        self._scheme, self._host, self._port = found
        self._places = self._resolved(entries)
        self._connection = HTTPConnection(self._host, self._port)
        self._socket: socket.socket | None = None  # the connection forgets it before the body
        self._timer = threading.Timer(self._left(), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Line:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._connection.close()

    def send(self, call: Call, body: bytes | None) -> HTTPResponse:
        """Asks, and gives the answer whose body has still to be read."""
        parts = urlsplit(self.address)
        headers = {
            "Accept": call.accept,
            "Accept-Encoding": "identity",
            "User-Agent": TOOL.replace(" ", "/"),
        }
        if body is not None:
            headers["Content-Type"] = call.media_type
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            self._connect()
            self._connection.request("GET" if body is None else "POST", target, body, headers)
            return self._connection.getresponse()
        except (OSError, HTTPException, ValueError) as error:
            raise self.failure(error) from error

    def failure(self, error: Exception) -> RemoteFailedError | RemoteTimeoutError:
        """What went wrong, told as what it means."""
        if isinstance(error, TimeoutError) or self.over:
            return RemoteTimeoutError(f"{self.address}: did not answer in time")
        return RemoteFailedError(f"{self.address}: {type(error).__name__}: {error}")

    @property
    def over(self) -> bool:
        """Whether its time is up."""
        return time.monotonic() >= self._deadline

    def _resolved(self, entries: Sequence[str]) -> list[str]:
        looking = _RESOLVERS.submit(
            socket.getaddrinfo, self._host, self._port, type=socket.SOCK_STREAM
        )
        try:
            found = looking.result(self._left())
        except (OSError, UnicodeError, TimeoutError) as error:
            raise self.failure(error) from error
        places = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
        for place in places:
            if not reachable(ipaddress.ip_address(place), entries):
                raise RemoteRefusedError(
                    f"{self.address}: leads to {place}, which is not on the open internet"
                    " and not listed"
                )
        return places

    def _connect(self) -> None:
        error: OSError = OSError("the name leads nowhere")
        for place in self._places:
            try:
                plain = socket.create_connection((place, self._port), self._left())
            except OSError as failed:
                error = failed
                continue
            self._socket = self._connection.sock = plain
            if self._scheme == "https":
                self._secure(plain)
            return
        raise error

    def _secure(self, plain: socket.socket) -> None:
        secured = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self._host, do_handshake_on_connect=False
        )
        self._socket = self._connection.sock = secured
        secured.do_handshake()

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 1e-3)

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _taken(line: _Line, response: HTTPResponse, call: Call) -> tuple[str, bytes]:
    if response.status != 200:
        raise RemoteFailedError(f"{line.address}: answered with status {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RemoteFailedError(f"{line.address}: sends a packed answer, which was not asked for")
    body = bytearray()
    try:
        while chunk := response.read(min(_CHUNK, call.size + 1 - len(body))):
            body += chunk
            if len(body) > call.size:
                raise RemoteFailedError(
                    f"{line.address}: answers with more than the {call.size:,} bytes that are taken"
                )
    except (OSError, HTTPException, ValueError) as error:
        raise line.failure(error) from error
    # A body that ends too early, be it by our own cut, ends like a whole one.
    if response.length or line.over:
        raise line.failure(OSError("the answer was cut short"))
    return response.headers.get_content_type(), bytes(body)
