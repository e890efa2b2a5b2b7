"""A release written out: sorted, so that equal releases give equal bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, parse, serialize

from graph.errors import NotFoundError
from graph.home.hashing import quad_lines
from graph.home.release import Release
from ontology.names import PREFIXES

FORMATS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


def dump_release(release: Release, out: BinaryIO, *, form: str, graph: str | None = None) -> None:
    """Write the release's quads as N-Quads (``nq``) or TriG, by graph and then by triple.

    One graph at a time is in memory. ``graph`` keeps to one named graph. Raises NotFoundError
    where the release has none such.
    """
    if graph is not None and graph not in release.manifest.graphs:
        raise NotFoundError(f"graph {graph}: not in release {release.number}")
    keys = [graph] if graph is not None else sorted(release.manifest.graphs)
    if form == "nq":
        for key in keys:
            out.writelines(quad_lines(release.store, key))
    else:
        quads = (quad for key in keys for quad in _sorted(release, key))
        serialize(quads, out, format=FORMATS[form], prefixes=PREFIXES)


def _sorted(release: Release, key: str) -> Iterator[Quad]:
    yield from parse(b"".join(quad_lines(release.store, key)), format=RdfFormat.N_QUADS)
