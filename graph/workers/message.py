"""What a worker is asked, as it travels: what is asked again and again is packed once."""

from __future__ import annotations

import pickle
import struct
from functools import lru_cache, partial
from typing import Any

from graph.sparql.query import QueryRequest
from graph.sparql.remember import LONGEST, TEXTS

HEAD = struct.Struct("!II")
"""What stands before a message: of a request its length, and 1 where it may come again, else 0; of
an answer the lengths of its two parts."""


def message(request: object) -> bytes:
    """A request as it travels."""
    if isinstance(request, QueryRequest) and len(request.text) <= LONGEST and not request.fetched:
        return _kept(request)
    return _packed(request)


def understood(data: bytes, comes_again: int) -> Any:
    """The request in a message, which is from our parent."""
    return (_known if comes_again else pickle.loads)(data)


def _packed(request: object, comes_again: int = 0) -> bytes:
    data = pickle.dumps(request)
    return HEAD.pack(len(data), comes_again) + data


_kept = lru_cache(TEXTS)(partial(_packed, comes_again=1))
_known = lru_cache(TEXTS)(pickle.loads)
