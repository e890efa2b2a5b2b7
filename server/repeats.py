"""Requests that came before, letter by letter: answered from the cache without being read again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIEnvironment

from server.afterwards import Afterwards
from server.cache import FOUND, Cache
from server.notes import request_id

KNOWN = 1024
"""Requests that are known at a time."""
LONGEST = 8_000
"""Characters of an address from which a request is read each time."""
_LOGGED = ("REQUEST_METHOD", "PATH_INFO")
_OWN = ("content-length", "transfer-encoding", "x-request-id", "if-none-match")
"""Headers by which two requests differ though all they say is the same, or are no question."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a request asks the cache for, and what of it is logged."""

    key: bytes
    logged: dict[str, Any]


class Repeats:
    """The requests that the cache answered, by all that they said."""

    def __init__(self, cache: Cache, afterwards: Afterwards) -> None:
        self._cache, self._afterwards = cache, afterwards
        self._known: dict[tuple[Any, ...], _Known] = {}

    def note(self, scope: Any, environ: WSGIEnvironment) -> None:
        """Remembers a request for which the cache holds an answer."""
        if scope.method != "GET" or len(scope.query_string) > LONGEST:
            return
        if any(name in scope.headers for name in _OWN):
            return
        if len(self._known) >= KNOWN:
            self._known.clear()
        logged = {name: environ[name] for name in _LOGGED}
        self._known[_said(scope)] = _Known(environ[FOUND].key, logged)

    def answer(self, scope: Any, proto: Any) -> bool:
        """Answers a request that is known, where the cache still holds its answer."""
        began = time.monotonic()
        known = self._known.get(_said(scope)) if self._known else None
        found = self._cache.find(known.key) if known else None
        if known is None or found is None:
            return False
        name = request_id()
        headers = [*found.entry.headers, ("x-request-id", name)]
        proto.response_bytes(200, headers, found.entry.body)
        hit = {"cache": "hit", "release": found.release, "id": name, "status": 200}
        environ = {**known.logged, "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]")}
        self._afterwards.add((environ, found.entry.notes | hit, time.monotonic() - began))
        return True


def _said(scope: Any) -> tuple[Any, ...]:
    """All that a request without a body says."""
    return (
        scope.method,
        scope.scheme,
        scope.authority,
        scope.path,
        scope.query_string,
        scope.server,
        *scope.headers.items(),
    )
