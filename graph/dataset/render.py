"""Descriptions as documents: sorted, so that the same facts give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pyoxigraph import Triple

from graph.sparql.serialise import tidy, write_triples


def rendered(triples: Iterable[Triple], media_type: str) -> bytes:
    """These triples as a document of that media type (one of the graph formats)."""
    out = io.BytesIO()
    write_triples(sorted(set(triples), key=str), media_type, out)
    return tidy(media_type, out.getvalue())
