"""What a worker is asked, as it travels: what is asked again and again is packed once."""

from __future__ import annotations

import pickle
import struct
from functools import lru_cache

from graph.sparql.query import QueryRequest
from graph.sparql.remember import LONGEST, TEXTS

HEAD = struct.Struct("!II")
"""The lengths of a message's two parts, before them."""


def message(request: object) -> bytes:
    """A request with its length before it."""
    if isinstance(request, QueryRequest) and len(request.text) <= LONGEST and not request.fetched:
        return _kept(request)
    return _packed(request)


def _packed(request: object) -> bytes:
    data = pickle.dumps(request)
    return HEAD.pack(len(data), 0) + data


_kept = lru_cache(TEXTS)(_packed)
