"""Answers to requests that came before, given without the application.

Those that the cache holds, and small ones of a worker's. Whatever is unusual about one (an error,
a large or compressed body, another release) is left to the application.
"""

from __future__ import annotations

import time
from typing import Any

from server.cache import Cache
from server.compression import compressed
from server.current import Current
from server.front.deferred_log import Afterwards
from server.front.early_queries import Ahead, Starter, described
from server.front.known_requests import Known
from server.front.wsgi import address_of
from server.notes import request_id

_FRESH = 2e-4
"""Seconds for which a look at the home is good: whoever publishes is told of it later than that."""


class Straight:
    """Answers them; for the thread that takes requests in and for the event loop."""

    def __init__(
        self, starter: Starter, cache: Cache | None, current: Current, afterwards: Afterwards
    ) -> None:
        self._starter, self._cache, self._current = starter, cache, current
        self._afterwards = afterwards
        self._number: int | None = None
        self._looked = 0.0

    def keeps(self, scope: Any, proto: Any, known: Known, began: float) -> bool:
        """Answers what the cache holds; whether it does."""
        if self._cache is None or known.key is None:
            return False
        if began - self._looked > _FRESH:
            self._number, self._looked = self._current.number(), began
        release = self._number
        found = self._cache.answers.find(release, known.key) if release is not None else None
        if found is None:
            return False
        name = request_id()
        proto.response_bytes(200, [*found.headers, ("x-request-id", name)], found.body)
        hit = {**found.notes, "cache": "hit", "release": release, "id": name, "status": 200}
        self._note(scope, known, hit, began)
        return True

    def begin(self, scope: Any, known: Known) -> Ahead | None:
        """The query, begun; None where it is none, or would have to wait."""
        if known.asked is None:
            return None
        return self._starter.again(known.asked, known.forwarded or address_of(scope), object())

    def gives(self, scope: Any, proto: Any, known: Known, ahead: Ahead, began: float) -> bool:
        """Answers with what a worker says of a query that has begun; False where it says more.

        It waits for the worker. ``began`` is when the request was whole, on the monotonic clock.
        """
        answer = ahead.small()
        if answer is None or compressed(answer.media_type, answer.length, known.gzip):
            return False
        name = request_id()
        headers = [(each.lower(), value) for each, value in described(answer, ahead, name)]
        body = answer.taken()
        proto.response_bytes(200, headers, body)
        noted = {"rows": answer.rows, "truncated": answer.truncated, "query": ahead.query.text}
        noted |= {"id": name, "release": ahead.release, "status": 200}
        if self._cache and known.key:
            noted["cache"] = "miss"
            if answer.deterministic:
                self._cache.take(ahead.release, known.key, headers, body, noted)
        self._note(scope, known, noted, began)
        return True

    def _note(self, scope: Any, known: Known, notes: dict[str, Any], began: float) -> None:
        environ = {**known.logged, "REMOTE_ADDR": address_of(scope)}
        self._afterwards.add((environ, notes, time.monotonic() - began))
