"""What is noted about a request on its way, in its WSGI environment."""

from __future__ import annotations

import random
import re

NOTES = "lianghui.notes"
"""The key of a map: ``cache`` (hit, miss or pass), ``rows``, ``truncated``, ``query``."""
TOKEN = "lianghui.token"  # noqa: S105
"""The key of what its query is cancelled by."""
REFUSED = "lianghui.refused"
"""The key of the error for which the body was not taken in."""
ASKED = "lianghui.asked"
"""The key of what it asks, where it is a plain query."""
KEY = "lianghui.cache.key"
"""The key of what the cache knows it by."""
AHEAD = "lianghui.ahead"
"""The key of its query that a worker has begun already."""
BEGAN = "lianghui.began"
"""The key of the time, on the monotonic clock, when it was whole."""
AFTER = "lianghui.after"
"""The key of a list that the request is put on when it has ended, to be told of by its owner."""
REQUEST_ID = re.compile(r"[\w.\-]{1,64}", re.ASCII)
"""What a client may call its request."""


def request_id() -> str:
    """A new name for a request, of 128 random bits."""
    return f"{random.getrandbits(128):032x}"
