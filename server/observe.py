"""What was asked and how it went: a line of JSON for each request, and the counts."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from server.metrics import Metrics
from server.notes import AFTER, BEGAN, NOTES

LOG = logging.getLogger("lianghui.requests")
_JSON = json.JSONEncoder(ensure_ascii=False)
Ended = tuple[WSGIEnvironment, dict[str, Any], float]
"""A request that has its answer: its environment, what was noted about it, its seconds."""
LONGEST = 500
"""Code points of a slow query's text that are logged."""


class Observer:
    """The application, each request of it counted and logged when its answer has gone.

    Logged are no headers, no query strings and no bodies, so no token either; of a request that
    took longer than ``slow`` seconds the beginning of the query.
    """

    def __init__(self, app: WSGIApplication, metrics: Metrics, slow: float) -> None:
        self._app, self._metrics, self._slow = app, metrics, slow

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        began = environ.get(BEGAN) or time.monotonic()
        notes: dict[str, Any] = environ.setdefault(NOTES, {})
        notes["status"] = 500
        self._metrics.begin()

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            notes["status"] = int(status[:3])
            for name, value in headers:
                if name == "X-Request-Id":
                    notes["id"] = value
                elif name == "X-Release":
                    notes["release"] = int(value)
            return start(status, headers, exc_info)

        def end() -> None:
            ending = partial(self._end, environ, notes, time.monotonic() - began)
            if AFTER in environ:
                environ[AFTER].append(ending)
            else:
                ending()

        try:
            answer = self._app(environ, cast(StartResponse, begin))
        except BaseException:
            end()
            raise
        if isinstance(answer, list):
            end()
            return answer
        return _Watched(answer, end)

    def note(self, requests: Iterable[Ended]) -> None:
        """Counts and logs requests that were answered without the application."""
        for each in requests:
            self._metrics.begin()
            self._count(*each)
        self._say(requests)

    def _end(self, environ: WSGIEnvironment, notes: dict[str, Any], seconds: float) -> None:
        self._count(environ, notes, seconds)
        self._say([(environ, notes, seconds)])

    def _count(self, environ: WSGIEnvironment, notes: dict[str, Any], seconds: float) -> None:
        self._metrics.end(str(environ["REQUEST_METHOD"]), notes["status"], seconds, notes)

    def _say(self, requests: Iterable[Ended]) -> None:
        if not LOG.isEnabledFor(logging.INFO):
            return
        said = "\n".join(line(*each, slow=each[2] > self._slow) for each in requests)
        # LOG.info would look up who calls it.
        LOG.handle(LOG.makeRecord(LOG.name, logging.INFO, __file__, 0, said, (), None))


class _Watched:
    """A body that tells when it is through."""

    def __init__(self, body: Iterable[bytes], end: Callable[[], None]) -> None:
        self._body, self._end = body, end

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """Lets the body go."""
        try:
            getattr(self._body, "close", lambda: None)()
        finally:
            self._end()


def line(environ: WSGIEnvironment, notes: dict[str, Any], seconds: float, *, slow: bool) -> str:
    """A request as one line of JSON."""
    fields: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "id": notes.get("id"),
        "client": environ.get("REMOTE_ADDR"),
        "method": environ["REQUEST_METHOD"],
        "path": environ.get("PATH_INFO", "")
        .encode("latin-1", "replace")
        .decode("utf-8", "replace"),
        "status": notes["status"],
        "ms": round(seconds * 1000, 2),
        "release": notes.get("release"),
        "rows": notes.get("rows"),
        "cache": notes.get("cache"),
        "truncated": notes.get("truncated", False),
    }
    if slow:
        fields |= {"slow": True, "query": str(notes.get("query", ""))[:LONGEST] or None}
    return _JSON.encode(fields)
