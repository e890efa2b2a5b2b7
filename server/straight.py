"""Answers to requests that came before, given without the application.

Those that the cache holds, and small ones of a worker's. Whatever is unusual about one (an error,
a large or compressed body, another release) is left to the application.
"""

from __future__ import annotations

import time
from typing import Any

from server.afterwards import Afterwards
from server.ahead import Ahead, Starter, described
from server.cache import Cache
from server.notes import request_id
from server.repeats import Known
from server.respond import compressed
from server.wsgi import address_of


class Straight:
    """Answers them; for the thread that takes requests in and for the event loop."""

    def __init__(self, starter: Starter, cache: Cache | None, afterwards: Afterwards) -> None:
        self._starter, self._cache, self._afterwards = starter, cache, afterwards

    def keeps(self, scope: Any, proto: Any, known: Known) -> bool:
        """Answers what the cache holds; whether it does."""
        began = time.monotonic()
        found = self._cache.find(known.key) if self._cache and known.key else None
        if found is None:
            return False
        name = request_id()
        proto.response_bytes(200, [*found.entry.headers, ("x-request-id", name)], found.entry.body)
        hit = {"cache": "hit", "release": found.release, "id": name, "status": 200}
        self._note(scope, known, found.entry.notes | hit, began)
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
