"""A part of what has a strong tag, for who goes on with a download (RFC 9110, section 14)."""

from __future__ import annotations

import re

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)


def part(response: Response, size: int) -> range:
    """The bytes that are sent of ``size``, all or a part; the response then says which.

    Several ranges at once, and other units than bytes, are passed over, as that section allows.
    Raises RequestedRangeNotSatisfiable.
    """
    response.headers["Accept-Ranges"] = "bytes"
    whole, asked = range(size), _asked(size)
    if asked is None or request.headers.get("If-Range") not in {None, response.headers["ETag"]}:
        return whole
    found = whole[asked]
    if not found:
        raise RequestedRangeNotSatisfiable(size)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {found.start}-{found.stop - 1}/{size}"
    return found


def _asked(size: int) -> slice | None:
    """Which bytes a request names, None where it asks for all."""
    given = _RANGE.fullmatch(request.headers.get("Range", ""))
    if given is None or request.method != "GET":
        return None
    first, last = given.groups()
    if not first:
        return slice(max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None  # which is no range
    return slice(int(first), int(last) + 1 if last else size)
