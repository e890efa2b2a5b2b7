"""The data of a year as a document, one graph of it in memory at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from pyoxigraph import Triple

from graph.home.dump import dump_release, sorted_quads
from graph.home.manifest import Manifest
from graph.home.release import Release
from graph.home.years import graphs_of
from graph.sparql.query import QueryAnswer
from graph.sparql.serialise import tidied, write_streamed
from graph.sparql.spool import Spool

QUADS = {"application/n-quads": "nq", "application/trig": "trig"}
"""The formats that tell which graph a triple is in, as the dumps are called."""


def year_data(release: Release, year: str, media_type: str) -> QueryAnswer:
    """All triples of a year's graphs in that format (one of ``GRAPHS``), sorted by graph.

    Raises NotFoundError for a year that the release has not, NotAcceptableError.
    """
    keys = graphs_of(release.manifest, year)
    with Spool() as out:
        if media_type in QUADS:
            # A spool has all of a file that the dump asks for.
            dump_release(release, cast(BinaryIO, out), form=QUADS[media_type], graphs=keys)
        else:
            write_streamed(_triples(release, keys), media_type, out)
        body, length = tidied(media_type, *out.whole())
    return QueryAnswer(media_type, body, length, _size(release.manifest, keys))


def year_hash(manifest: Manifest, year: str) -> str:
    """A digest of a year's graphs, the same as long as they are. Raises NotFoundError."""
    hashes = [(key, manifest.graphs[key].sha256) for key in graphs_of(manifest, year)]
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()


def _triples(release: Release, keys: Sequence[str]) -> Iterator[Triple]:
    for key in keys:
        yield from (quad.triple for quad in sorted_quads(release, key))


def _size(manifest: Manifest, keys: Sequence[str]) -> int:
    return sum(manifest.graphs[key].triples for key in keys)
