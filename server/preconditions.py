"""The conditions under which something is read, judged by the answer (RFC 9110, 13.1 and 13.2).

Here are those that end in 412: ``If-Match`` and ``If-Unmodified-Since``. Those of writes are judged
where the change is made.
"""

from __future__ import annotations

from flask import Flask, Response, g, request
from werkzeug.http import parse_etags

from graph.errors import ConditionError
from server.errors import known

_READING = {"GET", "HEAD"}


def register(app: Flask) -> None:
    """Has no request be answered whose condition does not hold."""
    app.before_request(_set_aside)
    app.after_request(_judge)


def _set_aside() -> None:
    """Keeps the framework from judging by If-Match: it takes ``*`` for a tag."""
    if request.method in _READING:
        g.if_match = request.environ.pop("HTTP_IF_MATCH", None)


def _judge(response: Response) -> Response:
    said = response.status_code < 300 or response.status_code == 304
    if request.method not in _READING or not said:
        return response  # section 13.2.1: what fails anyway, fails as without a condition
    if not _matches(response):
        failed = ConditionError("If-Match: what is here has another tag")
    elif g.if_match is None and not _unmodified(response):
        failed = ConditionError("If-Unmodified-Since: what is here has changed since")
    else:
        return response
    response.close()
    return known(failed)


def _matches(response: Response) -> bool:
    """Whether it bears one of the tags asked for; a weak one is never the same."""
    if g.if_match is None:
        return True
    tag, weak = response.get_etag()
    wanted = parse_etags(g.if_match)
    return wanted.star_tag or (tag is not None and not weak and wanted.is_strong(tag))


def _unmodified(response: Response) -> bool:
    """Whether it is as old as asked for, or of no known age."""
    since, changed = request.if_unmodified_since, response.last_modified
    return since is None or changed is None or changed <= since
