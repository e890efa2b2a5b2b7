"""HTTP to an engine, with an end to the waiting and to the size of what comes back."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import urlsplit

from graph.errors import AnswerTooLargeError, EngineUnreachableError, QueryTimeoutError

CONNECT_SECONDS = 3.0
IN_MEMORY = 1 << 20
"""Bytes of an answer that are held in memory; a longer one goes to an unlinked file."""
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, its body whole and at position 0; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: IO[bytes]

    def words(self, most: int = 300) -> str:
        """How the body begins, in one line."""
        return " ".join(self.body.read(4 * most).decode("utf-8", errors="replace").split())[:most]


class Client:
    """One engine's HTTP, a kept connection for each thread and address."""

    def __init__(self, login: str = "") -> None:
        self._login = login
        self._kept = threading.local()

    def send(
        self,
        method: str,
        url: str,
        body: bytes | IO[bytes] = b"",
        *,
        seconds: float,
        most: int,
        reads: bool = True,
        **headers: str,
    ) -> Reply:
        """The answer to one request; ``seconds`` and ``most`` (bytes) end it.

        One that only ``reads`` may go over a kept connection, and once more where the engine has
        closed that meanwhile; one that writes is sent once. Raises EngineUnreachableError,
        QueryTimeoutError and AnswerTooLargeError.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._login:
            named["Authorization"] = "Basic " + base64.b64encode(self._login.encode()).decode()
        until = time.monotonic() + seconds
        kept = self._kept_for(url) if reads else None
        try:
            if kept is not None:
                with suppress(ConnectionError, HTTPException):
                    return self._try(kept, method, url, body, named, until, most)
            return self._try(self._fresh(url), method, url, body, named, until, most)
        except TimeoutError as error:
            self._drop(url)
            raise QueryTimeoutError(f"{url}: no whole answer in {seconds:g} s") from error
        except (OSError, HTTPException) as error:
            self._drop(url)
            raise EngineUnreachableError(f"{url}: {_why(error)}") from error
        except BaseException:
            self._drop(url)
            raise

    def close(self) -> None:
        """Lets this thread's connections go."""
        for url in list(vars(self._kept)):
            self._drop(url)

    def _try(
        self,
        connection: HTTPConnection,
        method: str,
        url: str,
        body: bytes | IO[bytes],
        headers: dict[str, str],
        until: float,
        most: int,
    ) -> Reply:
        if connection.sock is None:
            connection.timeout = min(CONNECT_SECONDS, _left(until))
            _connect(connection)
        connection.sock.settimeout(_left(until))
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        spool = _spool(connection, response, until, most)
        return Reply(response.status, found, spool)

    def _kept_for(self, url: str) -> HTTPConnection | None:
        found = getattr(self._kept, _key(url), None)
        return found if isinstance(found, HTTPConnection) else None

    def _fresh(self, url: str) -> HTTPConnection:
        self._drop(url)
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port)
        setattr(self._kept, _key(url), connection)
        return connection

    def _drop(self, url: str) -> None:
        connection = vars(self._kept).pop(_key(url), None)
        if connection is not None:
            connection.close()


def _connect(connection: HTTPConnection) -> None:
    """Connects, or says that the engine is not there; a slow connect is no slow query."""
    try:
        connection.connect()
    except OSError as error:
        place = f"{connection.host}:{connection.port}"
        raise EngineUnreachableError(f"{place}: {_why(error)}") from error


def _spool(
    connection: HTTPConnection, response: HTTPResponse, until: float, most: int
) -> IO[bytes]:
    spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- the reader closes it
    size = 0
    try:
        while chunk := response.read1(_CHUNK):
            size += len(chunk)
            if size > most and response.status >= 400:
                connection.close()  # what went wrong is told at the start
                break
            if size > most:
                raise AnswerTooLargeError(
                    f"the answer is larger than the {most:,} bytes that it may have; ask for less,"
                    " or page with LIMIT and OFFSET"
                )
            spool.write(chunk)
            if connection.sock is not None:
                connection.sock.settimeout(_left(until))
    except BaseException:
        spool.close()
        raise
    length = 0 if response.status >= 400 else response.length
    response.close()  # or the connection would not take the next request
    # An answer that ends before its announced length is not one.
    if length not in (None, 0):
        spool.close()
        raise ConnectionError("the answer broke off")
    spool.seek(0)
    return spool


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _why(error: BaseException) -> str:
    with suppress(AttributeError):
        return str(error.strerror or error)  # type: ignore[attr-defined]
    return str(error) or type(error).__name__
