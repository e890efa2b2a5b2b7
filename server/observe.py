"""What was asked and how it went: a line of JSON for each request, and the counts."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from server.metrics import Metrics
from server.notes import AFTER, BEGAN, NOTES

LOG = logging.getLogger("lianghui.requests")
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_LINES = 1024
"""Lines of which it is remembered what they say alike."""
_LINE = (
    '{"time": "%s", "id": %s, "client": %s, "method": %s, "path": %s, "status": %d, "ms": %.2f,'
    ' "release": %s, "rows": %s, "cache": %s, "truncated": %s%s}'
)
"""A line; put together from its parts it takes a fourth of the time of a map's encoding."""
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
            self._metrics.end()
            ended = (environ, notes, time.monotonic() - began)
            if AFTER in environ:
                environ[AFTER].append(ended)
            else:
                self.note([ended])

        try:
            answer = self._app(environ, cast(StartResponse, begin))
        except BaseException:
            end()
            raise
        if isinstance(answer, list):
            end()
            return answer
        return _Watched(answer, end)

    def note(self, requests: Sequence[Ended]) -> None:
        """Counts and logs requests that have ended."""
        self._metrics.count(
            (str(environ["REQUEST_METHOD"]), seconds, notes) for environ, notes, seconds in requests
        )
        self._say(requests)

    def _say(self, requests: Sequence[Ended]) -> None:
        if not LOG.isEnabledFor(logging.INFO):
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said = "\n".join([_line(now, *each, slow=each[2] > self._slow) for each in requests])
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


def _line(
    now: str, environ: WSGIEnvironment, notes: dict[str, Any], seconds: float, *, slow: bool
) -> str:
    """A request as one line of JSON."""
    query = ""
    if slow:
        query = f', "slow": true, "query": {_JSON(str(notes.get("query", ""))[:LONGEST] or None)}'
    path: str = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    number, told = notes.get("id"), notes.get
    return _LINE % (
        now,
        f'"{number}"' if number else "null",  # of letters that JSON has no other way to write
        *_asked(environ.get("REMOTE_ADDR"), environ["REQUEST_METHOD"], path),
        notes["status"],
        seconds * 1000,
        *_told(told("release"), told("rows"), told("cache"), told("truncated", False)),
        query,
    )


@lru_cache(_LINES)
def _asked(*said: Any) -> tuple[str, ...]:
    """What many lines say alike, in JSON."""
    return tuple(map(_JSON, said))


@lru_cache(_LINES, typed=True)
def _told(*said: Any) -> tuple[str, ...]:
    return tuple(map(_JSON, said))
